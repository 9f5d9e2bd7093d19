import LiveComments

/// Comments that came with an `ack` or an event before coverage reached them, ordered by `seq`.
struct EarlyComments: Sendable {
  /// Where a copy came from decides what its absence from a batch means; ordered by what is known
  /// later.
  enum Origin: Sendable, Hashable, Comparable {
    /// Durable when it was acknowledged: shown where sampling may have left it out of a batch.
    case ack
    /// Visible by a decision that the batch may not reflect yet.
    case event(ModSeq)
  }

  struct Entry: Sendable {
    var comment: Comment
    var origin: Origin
  }

  /// Copies that came with an `ack`, at most: the outbox bounds them well below this.
  private static let ackLimit = 1_000

  private var entries: [Entry] = []
  private let limit: Int

  /// `limit` bounds the copies that came with events.

  init(limit: Int) { self.limit = limit }

  var isEmpty: Bool { entries.isEmpty }

  /// Keeps a copy, in place of an older one of the same comment. False when there is no room.
  mutating func insert(_ comment: Comment, _ origin: Origin) -> Bool {
    let index = entries.firstIndex { $0.comment.seq >= comment.seq } ?? entries.endIndex
    if index < entries.endIndex, entries[index].comment.seq == comment.seq {
      if origin >= entries[index].origin {
        entries[index] = Entry(comment: comment, origin: origin)
      }
      return true
    }
    let limit = origin == .ack ? Self.ackLimit : limit
    let isAck = origin == .ack
    guard entries.count(where: { ($0.origin == .ack) == isAck }) < limit else { return false }
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

  /// Removes what was known before `modSeq`.
  mutating func removeAll(decidedUpTo modSeq: ModSeq) {
    entries.removeAll { entry in
      guard case .event(let decided) = entry.origin else { return true }
      return decided <= modSeq
    }
  }

  mutating func removeAll() { entries.removeAll() }
}
