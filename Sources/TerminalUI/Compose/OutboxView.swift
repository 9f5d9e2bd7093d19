import ClientCore
import LiveComments
import TerminalGrid

/// Own comments that are not in the feed yet: on their way, held, or refused.
struct OutboxView {
  /// What is beyond is counted on the last of them.
  static let rowsAtMost = 3

  private let theme: Theme
  private let entries: [Outbox.Entry]
  private let now: Instant

  init(_ model: Model) {
    theme = model.theme
    entries = model.unsettledPosts
    now = model.clock.instant
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    // What was refused needs an answer, so it is shown before what is merely on its way.
    let ordered = entries.filter(Self.isFailed) + entries.filter { !Self.isFailed($0) }
    let surplus = ordered.count - area.rows
    for (offset, (row, entry)) in zip(area.rowRange, ordered).enumerated() {
      let isLast = offset == area.rows - 1
      draw(
        entry, more: isLast && surplus > 0 ? surplus : 0, row: row, area, into: &grid)
    }
  }

  private func draw(
    _ entry: Outbox.Entry, more: Int, row: Int, _ area: Area, into grid: inout Grid
  ) {
    guard case .post(let request) = entry.request else { return }
    var (sign, words) = words(entry.status)
    let failed = Self.isFailed(entry)
    if more > 0 { words += "  +\(more) more" }
    let style = theme[failed ? .failed : .pending]
    // The reason gets what it needs, but the text keeps a third.
    let note = SafeText("  " + words).truncated(columns: area.columns * 2 / 3)
    let head = SafeText(" \(sign) ")
    let text = SafeText(request.content)
      .truncated(columns: max(0, area.columns - head.columns - note.columns))
    grid.write(
      [Segment(head, style), Segment(text, theme[.text]), Segment(note, style)],
      row: row, column: area.column, columns: area.columns)
  }

  private static func isFailed(_ entry: Outbox.Entry) -> Bool {
    if case .failed = entry.status { true } else { false }
  }

  private func words(_ status: Outbox.Status) -> (sign: String, words: String) {
    switch status {
    case .queued(let until?) where until > now:
      ("…", "again in \(Figure.seconds(until - now)) s")
    case .queued: ("…", "waiting to be sent")
    case .sent: ("…", "sending")
    case .accepted: ("✓", "accepted")
    case .held: ("◦", "held for review")
    case .failed(let problem): ("✗", problem.detail)
    }
  }
}
