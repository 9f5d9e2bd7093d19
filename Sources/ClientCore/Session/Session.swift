public import LiveComments

/// A client's side of the protocol as a state machine: inputs and the time in, actions out.
///
/// It joins, greets, resumes, catches up, backs off and drains; it holds the feed, and what the
/// user asked for until that is settled. It does no I/O.
public struct Session: Sendable {
  public let streamID: StreamID
  public let configuration: Configuration
  public private(set) var feed: Feed
  public private(set) var connection = ConnectionState.idle
  /// Who the server says this is; nil without a valid token for this stream.
  public private(set) var you: User?
  public private(set) var stream = StreamStatus()
  public private(set) var outbox: Outbox

  public init(streamID: StreamID, configuration: Configuration = Configuration(), seed: UInt64) {
    self.streamID = streamID
    self.configuration = configuration
    feed = Feed(limits: configuration.feed, seed: seed)
    outbox = Outbox(limit: configuration.outboxLimit)
  }

  /// Takes one input at a moment and says what to do about it, in order.
  public mutating func handle(_ input: SessionInput, at now: Instant) -> [SessionAction] { [] }

  /// When `tick` is due; nil when nothing is.
  public var nextDeadline: Instant? { nil }
}

extension Session {
  public struct Configuration: Sendable, Hashable {
    public var join = JoinPoint.newest(Limits.joinComments)
    /// Whether a feed that is behind by more than the timeline holds joins afresh instead of
    /// fetching everything. False for readers that must not miss a comment.
    public var jumpsWhenBehind = true
    /// Requests that wait for an answer; more are refused at once.
    public var outboxLimit = 64
    public var feed = FeedLimits()

    public init() {}
  }
}
