public import LiveComments

/// Which comments a page holds (design §5.2).
public enum CommentQuery: Sendable, Hashable {
  /// The newest `count` that the reader may see, up to a position, or up to the latest.
  case newest(count: Int, upto: Seq? = nil)
  /// The first `limit` that the reader may see after a position, up to another or to the latest.
  case forward(after: Seq, upto: Seq? = nil, limit: Int)
}

/// Which events a page holds: the first `limit` that the reader may see after a position.
public struct EventQuery: Sendable, Hashable {
  public var after: ModSeq
  public var upto: ModSeq?
  public var limit: Int

  public init(after: ModSeq, upto: ModSeq? = nil, limit: Int) {
    self.after = after
    self.upto = upto
    self.limit = limit
  }
}
