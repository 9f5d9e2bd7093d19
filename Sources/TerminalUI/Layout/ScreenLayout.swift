public import TerminalGrid

/// Where each part of the screen lies.
///
/// From top to bottom: the open streams when there are several, status, pinned comments, the feed (with the side pane to its right, or in
/// its place where the screen is narrow), the divider, own comments that are not settled, the
/// compose line, hints. What is short of room gives way in the order of what can be missed.
public struct ScreenLayout: Sendable, Hashable {
  /// Below this nothing useful fits.
  public static let smallest = TerminalSize(columns: 24, rows: 6)
  /// From this many columns on the side pane stands beside the feed.
  public static let columnsForTwoPanes = 100

  /// Empty while one stream is open.
  public var tabs: Area
  public var status: Area
  public var pinned: Area
  public var feed: Area
  /// Empty while the pane is closed.
  public var pane: Area
  /// Empty once they were read.
  public var firstSteps: Area
  public var divider: Area
  public var outbox: Area
  public var compose: Area
  public var hints: Area

  /// Rows that the feed has when nothing is being sent and the draft is short.
  var lentRows: Int { max(0, outbox.rows + compose.rows + max(1, hints.rows) - 2) }

  /// What the parts would like to have, in rows.
  public struct Wishes: Sendable, Hashable {
    public var pinned = 0
    public var outbox = 0
    /// 0 where one cannot write at all.
    public var compose = 1
    /// More than one while the last line has more to say.
    public var hints = 1
    public var showsPane = false
    public var showsTabs = false
    public var firstSteps = 0

    public init(
      pinned: Int = 0, outbox: Int = 0, compose: Int = 1, hints: Int = 1, showsPane: Bool = false,
      showsTabs: Bool = false, firstSteps: Int = 0
    ) {
      self.pinned = pinned
      self.outbox = outbox
      self.compose = compose
      self.hints = hints
      self.showsPane = showsPane
      self.showsTabs = showsTabs
      self.firstSteps = firstSteps
    }
  }

  /// Nil when the screen is too small.
  public init?(size: TerminalSize, wishes: Wishes) {
    guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else {
      return nil
    }
    var rest = Area(row: 0, column: 0, rows: size.rows, columns: size.columns)
    tabs = rest.takeTop(wishes.showsTabs && size.rows >= 9 ? 1 : 0)
    status = rest.takeTop(1)
    let hintRows = size.rows >= 9 ? 1 : 0
    // The feed keeps at least half of what remains, whatever the others wish.
    var spare = (rest.rows - hintRows) / 2 - 1
    func grant(_ rows: Int, atLeast least: Int = 0) -> Int {
      let granted = max(0, min(rows, spare), min(rows, least))
      spare -= granted
      return granted
    }
    let composeRows = grant(wishes.compose, atLeast: 1)
    let moreHints = hintRows > 0 ? grant(wishes.hints - 1) : 0
    let outboxRows = grant(wishes.outbox, atLeast: size.rows >= 9 ? 1 : 0)
    let pinnedRows = grant(wishes.pinned)
    let firstStepsRows = grant(wishes.firstSteps)
    hints = rest.takeBottom(hintRows + moreHints)
    compose = rest.takeBottom(composeRows)
    outbox = rest.takeBottom(outboxRows)
    divider = rest.takeBottom(1)
    firstSteps = rest.takeBottom(firstStepsRows)
    pinned = rest.takeTop(pinnedRows)
    if !wishes.showsPane {
      pane = Area(row: rest.row, column: rest.column, rows: 0, columns: 0)
    } else if size.columns >= Self.columnsForTwoPanes {
      pane = rest.takeRight(min(60, size.columns * 2 / 5))
    } else {
      pane = rest
    }
    feed = rest
  }
}
