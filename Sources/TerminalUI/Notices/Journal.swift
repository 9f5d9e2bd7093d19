import LiveComments

/// What was said lately, with its time, for the connection pane.
struct Journal: Sendable {
  /// Entries kept; the oldest goes first.
  static let capacity = 50

  private(set) var entries: [Entry] = []

  struct Entry: Sendable, Hashable {
    let time: Timestamp
    let text: String
  }

  mutating func append(_ text: String, at time: Timestamp) {
    entries.append(Entry(time: time, text: text))
    if entries.count > Self.capacity { entries.removeFirst() }
  }
}
