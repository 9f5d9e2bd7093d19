import LiveComments

/// Comments that came with an `ack` or an event before coverage reached them, ordered by `seq`.
struct EarlyComments: Sendable {
  /// Where a copy came from decides what its absence from a batch means.
  enum Origin: Sendable {
    /// Durable when it was acknowledged: shown where sampling may have left it out of a batch.
    case ack
    /// Visible by a decision that the batch may not reflect yet.
    case event
  }

  struct Entry: Sendable {
    var comment: Comment
    var origin: Origin
  }

  private var entries: [Entry] = []
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  var isEmpty: Bool { entries.isEmpty }

  /// Keeps a copy, in place of an older one of the same comment. False when there is no room.
  mutating func insert(_ comment: Comment, _ origin: Origin) -> Bool {
    let index = entries.firstIndex { $0.comment.seq >= comment.seq } ?? entries.endIndex
    if index < entries.endIndex, entries[index].comment.seq == comment.seq {
      // What an event says is newer than what was acknowledged.
      if origin == .event || entries[index].origin == .ack {
        entries[index] = Entry(comment: comment, origin: origin)
      }
      return true
    }
    guard entries.count < limit else { return false }
    entries.insert(Entry(comment: comment, origin: origin), at: index)
    return true
  }

  /// Takes out everything up to `seq`.
  mutating func popAll(upTo seq: Seq) -> ArraySlice<Entry> {
    guard let first = entries.first, first.comment.seq <= seq else { return [] }
    let end = entries.firstIndex { $0.comment.seq > seq } ?? entries.endIndex
    let taken = entries[..<end]
    entries.removeSubrange(..<end)
    return taken
  }

  mutating func removeAll() { entries.removeAll() }
}
