public import LiveComments

/// What this client asked for and is not settled yet: posts and moderation requests under their
/// idempotency keys, in the order in which they were made.
///
/// Bounded: when it is full a new request is refused at once, and nothing that waits is dropped.
public struct Outbox: Sendable {
  public private(set) var entries: [Entry] = []
  public let limit: Int

  public init(limit: Int) { self.limit = limit }

  public var isFull: Bool { entries.count >= limit }

  public subscript(key: String) -> Entry? { entries.first { $0.key == key } }
}

extension Outbox {
  public struct Entry: Sendable, Hashable {
    public let key: String
    public let request: Request
    public internal(set) var status: Status
    /// Times that it was sent.
    public internal(set) var attempts = 0
  }

  public enum Request: Sendable, Hashable {
    case post(PostRequest)
    case moderation(ModerationRequest)
  }

  public enum Status: Sendable, Hashable {
    /// Waits to be sent: for a connection, or until the moment given.
    case queued(until: Instant?)
    /// Sent on the present connection, not answered.
    case sent
    /// Accepted as a comment that coverage has not reached yet.
    case accepted(Seq, CommentID)
    /// Accepted, and held for review.
    case held(Seq, CommentID)
    /// Refused; stays until it is retried or discarded.
    case failed(Problem)
  }
}
