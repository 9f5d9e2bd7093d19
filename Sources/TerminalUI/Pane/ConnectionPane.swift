import ClientCore
import LiveComments
import TerminalGrid

/// What the connection and the feed have counted, and what happened lately.
struct ConnectionPane {
  private let theme: Theme
  private let hasKeys: Bool
  private let title: String
  private let rows: [(label: String, value: String)]
  private let journal: [Journal.Entry]
  private let utcOffset: Int

  init(_ model: Model) {
    theme = model.theme
    hasKeys = model.pane.hasKeys
    title = model.pane.tab.title
    journal = model.journal.entries
    utcOffset = model.clock.utcOffset
    let feed = model.session.feed
    let counters = feed.counters
    func count(_ value: Int) -> String { Figure.grouped(value) }
    rows = [
      ("state", ConnectionLabel(model).text),
      ("epoch", feed.epoch?.rawValue ?? "–"),
      ("seq", feed.lastSeenSeq.description),
      ("mod_seq", feed.lastModSeq.description),
      ("in the feed", "\(count(feed.timeline.count)) of \(count(feed.limits.timeline))"),
      ("received", count(counters.received)),
      ("caught up", count(model.totals.caughtUp)),
      ("connections lost", count(model.totals.connectionsLost)),
      ("gaps", count(counters.gaps)),
      ("catch-ups", count(counters.catchUps)),
      ("repeats", count(counters.repeats)),
      ("late", count(counters.late)),
      ("gone on arrival", count(counters.tombstonedOnArrival)),
      ("sampled out", count(counters.sampledOut)),
      ("stale", count(counters.stale)),
      ("overflowed", count(counters.overflowed)),
      ("ignored", count(counters.ignored)),
    ]
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    grid.clear(area, style: theme[.text])
    var body = area
    if area.column > 0 {
      grid.verticalLine(column: area.column, rows: area.rowRange, style: theme[.divider])
      body.column += 1
      body.columns -= 1
    }
    var row = body.row
    let heading = hasKeys ? "▸ \(title)" : title
    write(heading, row: row, body, indent: 1, face: .accent, bold: hasKeys, into: &grid)
    row += 1
    for (label, value) in rows where row < body.rowRange.upperBound {
      write(label, row: row, body, indent: 1, face: .secondary, into: &grid)
      write(value, row: row, body, indent: Self.valueColumn, face: .text, into: &grid)
      row += 1
    }
    row += 1
    drawJournal(row: row, body, into: &grid)
  }

  /// The newest entries that fit whole, in order, with a hanging indent.
  private func drawJournal(row first: Int, _ area: Area, into grid: inout Grid) {
    let indent = 1 + Self.timeColumns
    var room = area.rowRange.upperBound - first
    var shown: [(time: String, lines: [SafeText])] = []
    for entry in journal.reversed() {
      let time = TimeOfDay(entry.time, utcOffset: utcOffset).hoursMinutesAndSeconds
      let lines = SafeText(entry.text).wrapped(columns: area.columns - indent)
      room -= lines.count
      guard room >= 0 else { break }
      shown.append((time, lines))
    }
    var row = first
    for (time, lines) in shown.reversed() {
      write(time, row: row, area, indent: 1, face: .time, into: &grid)
      for line in lines {
        grid.write(
          line, row: row, column: area.column + indent, columns: area.columns - indent,
          style: theme[.text])
        row += 1
      }
    }
  }

  /// `14:05:09` and a space.
  private static let timeColumns = 9
  private static let valueColumn = 19

  private func write(
    _ text: String, row: Int, _ area: Area, indent: Int, face: Face, bold: Bool = false,
    into grid: inout Grid
  ) {
    grid.write(
      SafeText(text).truncated(columns: area.columns - indent), row: row,
      column: area.column + indent, style: bold ? theme[face].adding(.bold) : theme[face])
  }
}
