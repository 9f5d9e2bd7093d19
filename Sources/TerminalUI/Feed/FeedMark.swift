import LiveComments

/// A line between two comments that says what happened there.
struct FeedMark: Sendable, Hashable {
  /// It stands after the last comment up to this position.
  let after: Seq
  let text: String
}

/// The marks of a feed, in the order of their positions.
struct FeedMarks: Sendable, Hashable {
  /// Marks kept; the oldest goes first.
  static let capacity = 32

  private(set) var all: [FeedMark] = []

  /// Adds a mark behind those at the same position or before it.
  mutating func insert(_ mark: FeedMark) {
    let index = all.lastIndex { $0.after <= mark.after }.map { $0 + 1 } ?? 0
    all.insert(mark, at: index)
    if all.count > Self.capacity { all.removeFirst() }
  }

  mutating func removeAll() { all.removeAll() }

  /// The marks that stand between a comment and the next one; `next` is nil after the last.
  func between(_ seq: Seq, and next: Seq?) -> [FeedMark] {
    guard !all.isEmpty else { return [] }
    return all.filter { mark in
      guard seq <= mark.after else { return false }
      guard let next else { return true }
      return mark.after < next
    }
  }
}
