import LiveComments
import TerminalGrid

/// Who did what to whom, and why: the newest first.
struct LogPane {
  private let text: PaneText
  private let log: DecisionLog
  private let hasKeys: Bool
  private let utcOffset: Int

  init(_ model: Model, _ text: PaneText) {
    self.text = text
    log = model.decisionLog
    hasKeys = model.pane.hasKeys
    utcOffset = model.clock.utcOffset
  }

  func rows(atMost limit: Int) -> [PaneRow] {
    guard !log.entries.isEmpty else {
      let words = log.fetchedAfter == nil ? "Loading…" : "Nobody has done anything yet."
      return [PaneText.blank, text.row(words, .secondary)]
    }
    let selected = log.selection.flatMap { log.index(of: $0) } ?? log.entries.count - 1
    // The selected record has some newer ones above it.
    var index = min(log.entries.count - 1, selected + limit / 4)
    var rows: [PaneRow] = []
    while index >= 0, rows.count < limit {
      var record = self.rows(log.entries[index])
      if hasKeys, index == selected {
        for row in record.indices { record[row].isSelected = true }
      }
      rows += record
      index -= 1
    }
    if rows.count < limit {
      rows.append(text.row(log.fetchedAfter == .zero ? "– the beginning –" : "…", .secondary))
    }
    return rows
  }

  private func rows(_ entry: DecisionLog.Entry) -> [PaneRow] {
    let time = TimeOfDay(entry.event.at, utcOffset: utcOffset).hoursMinutesAndSeconds
    let isHuman = entry.event.actorKind != .policy && entry.event.actorKind != .automated
    return text.dated(
      time, "\(entry.actor) \(DecisionWords.deed(entry.event, subject: entry.subject))",
      isHuman ? .text : .secondary)
  }
}
