import ClientCore
import LiveComments
import TerminalGrid

/// What the connection and the feed have counted, and what happened lately.
struct ConnectionPane {
  private let text: PaneText
  private let figures: [(label: String, value: String)]
  private let journal: [Journal.Entry]
  private let utcOffset: Int

  init(_ model: Model, _ text: PaneText) {
    self.text = text
    journal = model.journal.entries
    utcOffset = model.clock.utcOffset
    let feed = model.session.feed
    let counters = feed.counters
    func count(_ value: Int) -> String { Figure.grouped(value) }
    figures = [
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

  func rows(atMost limit: Int) -> [PaneRow] {
    let counts = figures.flatMap { text.pair($0.label, $0.value) }
    return counts + [PaneText.blank] + journalRows(atMost: limit - counts.count - 1)
  }

  /// The newest entries that fit whole, in order.
  private func journalRows(atMost limit: Int) -> [PaneRow] {
    var rows: [PaneRow] = []
    for entry in journal.reversed() {
      let time = TimeOfDay(entry.time, utcOffset: utcOffset).hoursMinutesAndSeconds
      let entryRows = text.dated(time, entry.text, .text)
      guard rows.count + entryRows.count <= limit else { break }
      rows = entryRows + rows
    }
    return rows
  }
}
