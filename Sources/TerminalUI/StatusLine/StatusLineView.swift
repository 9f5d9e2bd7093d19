import ClientCore
import LiveComments
import TerminalGrid

/// The line at the top: where one is, how the connection does, what the stream is like.
///
/// Its parts have priorities: where it is narrow, those that can be missed are left out whole.
struct StatusLineView {
  private let theme: Theme
  private let left: [Part]
  private let right: [Part]

  /// Something that the line says, and how much it matters.
  private struct Part {
    let segments: [Segment]
    let priority: Int
  }

  init(_ model: Model) {
    theme = model.theme
    let builder = Builder(model: model)
    left = builder.left
    right = builder.right
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    let style = theme[.status]
    grid.clear(area, style: style)
    let parts = fitting(area.columns - 2)
    let end = area.columnRange.upperBound
    var column = area.column + 1
    for part in parts.left {
      column += grid.write(part.segments, row: area.row, column: column, columns: end - column)
      column += Self.gap
    }
    column = max(column, end - 1 - Self.columns(of: parts.right))
    for part in parts.right {
      column += grid.write(part.segments, row: area.row, column: column, columns: end - column)
      column += Self.gap
    }
  }

  /// Columns between two parts.
  private static let gap = 2

  private static func columns(of parts: [Part]) -> Int {
    parts.reduce(0) { $0 + $1.segments.columns + gap } - gap
  }

  /// Leaves out the least of the parts until the rest fits.
  private func fitting(_ columns: Int) -> (left: [Part], right: [Part]) {
    var left = left
    var right = right
    while Self.columns(of: left + right) > columns {
      guard let least = (left + right).map(\.priority).min(), left.count + right.count > 1 else {
        break
      }
      left.removeAll { $0.priority == least }
      right.removeAll { $0.priority == least }
    }
    return (left, right)
  }
}

extension StatusLineView {
  /// Words and figures of the line.
  private struct Builder {
    let model: Model

    var left: [Part] {
      [part(model.session.streamID.rawValue, .status, 90, [.bold]), connection]
        + [identity].compactMap { $0 }
    }

    var right: [Part] {
      [caughtUp, held, hidden, level, slowMode, lock, viewers, rate, sparkline, latency]
        .compactMap { $0 }
    }

    private var stream: StreamStatus { model.stream }

    private func part(
      _ text: String, _ face: Face, _ priority: Int, _ attributes: Attributes = []
    ) -> Part {
      Part(
        segments: [Segment(text, model.theme[face].adding(attributes))], priority: priority)
    }

    private var connection: Part {
      let words = ConnectionLabel(model)
      return part("\(words.sign) \(words.text)", words.face, 100)
    }

    private var identity: Part? {
      guard model.session.connection.isConnected else { return nil }
      if model.settings.isReadOnly { return part("read-only", .statusSecondary, 45) }
      guard let you = model.session.you else {
        return part("anonymous", .statusSecondary, 45)
      }
      let role = you.role == .viewer ? "" : ", \(you.role.rawValue)"
      let name = SafeText(you.userName, limit: 320).truncated(columns: 20)
      return Part(
        segments: [
          Segment(SafeText("as ") + name + SafeText(role), model.theme[.statusSecondary])
        ], priority: 40)
    }

    private var caughtUp: Part? {
      guard model.absence?.caughtUp == nil, let caughtUp = model.caughtUp else { return nil }
      return part("caught up \(Figure.grouped(caughtUp.comments))", .statusGood, 75)
    }

    /// What waits for review.
    private var held: Part? {
      let waiting = model.heldWaiting
      guard model.moderates, waiting > 0 else { return nil }
      let surplus = model.held.isCut ? "+" : ""
      return part("\(Figure.grouped(waiting))\(surplus) held", .statusBusy, 88)
    }

    /// What filters keep out of the feed.
    private var hidden: Part? {
      guard let count = model.hiddenCount else { return nil }
      return part("\(count) hidden", .statusSecondary, 65)
    }

    private var level: Part? {
      guard stream.level != .normal else { return nil }
      let sampling = model.samplingRatio.map { " 1 in \($0)" } ?? ""
      return part(stream.level.rawValue + sampling, .statusBusy, 82)
    }

    private var slowMode: Part? {
      guard stream.slowModeSeconds > 0 else { return nil }
      return part("slow \(stream.slowModeSeconds) s", .statusBusy, 84)
    }

    private var lock: Part? {
      stream.locked ? part("locked", .statusBusy, 86) : nil
    }

    private var viewers: Part? {
      guard model.session.connection.isConnected, stream.viewers > 0 else { return nil }
      let word = stream.viewers == 1 ? "viewer" : "viewers"
      return part("\(Figure.grouped(stream.viewers)) \(word)", .status, 70)
    }

    private var rate: Part? {
      guard model.session.connection.isConnected else { return nil }
      return part("\(Figure.rate(stream.commentsPerSecond))/s", .status, 60)
    }

    private var sparkline: Part? {
      let seconds = model.rate.perSecond.suffix(model.size.columns >= 100 ? 20 : 10)
      guard model.settings.motion, model.session.connection.isConnected, !seconds.isEmpty else {
        return nil
      }
      return part(Sparkline.blocks(seconds.map(Double.init)), .sparkline, 50)
    }

    /// What 95 of 100 comments of the last minute took at most from the server to here.
    private var latency: Part? {
      guard model.session.connection.isConnected, let p95 = model.samples.recentP95 else {
        return nil
      }
      return part("p95 \(Figure.delay(p95))", .statusSecondary, 38)
    }
  }
}
