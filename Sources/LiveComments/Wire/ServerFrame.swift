/// What the server sends over a WebSocket or as Server-Sent Events: one JSON object each.
public enum ServerFrame: Sendable, Hashable {
  case welcome(Welcome)
  case comments(CommentBatch)
  case moderation(ModerationBatch)
  case reactions(ReactionTotals)
  case status(Status)
  case heartbeat(Heartbeat)
  case ack(Ack)
  case error(ErrorFrame)
  /// The range is too large to send inline: fetch it over HTTP.
  case historyRequired(PlaneRange)
  /// A planned drain: reconnect after this many milliseconds.
  case reconnect(afterMilliseconds: Int)
  /// A type that this version does not know: a client ignores it.
  case unknown(type: String)
}

extension ServerFrame {
  /// The answer to `hello`.
  public struct Welcome: Sendable, Hashable, Codable {
    public var streamID: StreamID
    public var epoch: Epoch
    public var connectionID: String
    /// Absent without a valid token for this stream.
    public var you: User?
    public var latestSeq: Seq
    public var latestModSeq: ModSeq
    public var heartbeatMilliseconds: Int
    public var resume: Resume
    /// With `reset`: why.
    public var reason: ResetReason?
    public var state: State

    public init(
      streamID: StreamID, epoch: Epoch, connectionID: String, you: User?, latestSeq: Seq,
      latestModSeq: ModSeq, heartbeatMilliseconds: Int, resume: Resume, reason: ResetReason?,
      state: State
    ) {
      self.streamID = streamID
      self.epoch = epoch
      self.connectionID = connectionID
      self.you = you
      self.latestSeq = latestSeq
      self.latestModSeq = latestModSeq
      self.heartbeatMilliseconds = heartbeatMilliseconds
      self.resume = resume
      self.reason = reason
      self.state = state
    }

    private enum CodingKeys: String, CodingKey {
      case streamID = "stream_id"
      case epoch
      case connectionID = "connection_id"
      case you
      case latestSeq = "latest_seq"
      case latestModSeq = "latest_mod_seq"
      case heartbeatMilliseconds = "heartbeat_ms"
      case resume, reason, state
    }
  }

  /// How a connection goes on from the positions in `hello`.
  public enum Resume: String, Sendable, Hashable, Codable {
    /// No position was given: live from `latest_seq`.
    case fresh
    /// The missing ranges of both planes follow at once.
    case inline
    /// The missing moderation follows; the client fetches the comments over HTTP.
    case history
    /// The position cannot be honoured: live from `latest_seq`; the client joins anew.
    case reset
  }

  /// The stream as `welcome` describes it.
  public struct State: Sendable, Hashable, Codable {
    public var level: Level
    public var slowModeSeconds: Int
    public var locked: Bool
    public var viewers: Int
    public var pins: [Comment]
    public var reactions: ReactionCounts

    public init(
      level: Level, slowModeSeconds: Int, locked: Bool, viewers: Int, pins: [Comment],
      reactions: ReactionCounts
    ) {
      self.level = level
      self.slowModeSeconds = slowModeSeconds
      self.locked = locked
      self.viewers = viewers
      self.pins = pins
      self.reactions = reactions
    }

    private enum CodingKeys: String, CodingKey {
      case level
      case slowModeSeconds = "slow_mode_s"
      case locked, viewers, pins, reactions
    }
  }

  /// What `(after, upto]` holds for the reader, completely but for sampling.
  public struct CommentBatch: Sendable, Hashable, Codable {
    public var after: Seq
    public var upto: Seq
    /// The batch reflects every moderation event up to here.
    public var latestModSeq: ModSeq
    public var comments: [Comment]
    /// How many visible comments sampling left out.
    public var sampledOut: Int?

    public init(
      after: Seq, upto: Seq, latestModSeq: ModSeq, comments: [Comment], sampledOut: Int? = nil
    ) {
      self.after = after
      self.upto = upto
      self.latestModSeq = latestModSeq
      self.comments = comments
      self.sampledOut = sampledOut
    }

    public var coverage: Coverage<CommentPlane> { Coverage(after: after, upto: upto) }

    private enum CodingKeys: String, CodingKey {
      case after, upto
      case latestModSeq = "latest_mod_seq"
      case comments
      case sampledOut = "sampled_out"
    }
  }

  /// The moderation events of `(after, upto]` that the reader may see.
  public struct ModerationBatch: Sendable, Hashable, Codable {
    public var after: ModSeq
    public var upto: ModSeq
    public var events: [ModerationEvent]

    public init(after: ModSeq, upto: ModSeq, events: [ModerationEvent]) {
      self.after = after
      self.upto = upto
      self.events = events
    }

    public var coverage: Coverage<ModerationPlane> { Coverage(after: after, upto: upto) }
  }

  /// Totals, so that a frame that was skipped costs nothing.
  public struct ReactionTotals: Sendable, Hashable, Codable {
    public var windowMilliseconds: Int
    public var counts: ReactionCounts
    public var comments: [String: ReactionCounts]

    public init(windowMilliseconds: Int, counts: ReactionCounts, comments: [String: ReactionCounts])
    {
      self.windowMilliseconds = windowMilliseconds
      self.counts = counts
      self.comments = comments
    }

    private enum CodingKeys: String, CodingKey {
      case windowMilliseconds = "window_ms"
      case counts, comments
    }
  }

  /// The stream's condition: on change, and every 5 s.
  public struct Status: Sendable, Hashable, Codable {
    public var level: Level
    public var slowModeSeconds: Int
    public var locked: Bool
    public var viewers: Int
    public var commentsPerSecond: Double
    /// A status older than what the client's ledger knows changes no level, lock or slow mode.
    public var latestModSeq: ModSeq
    public var reason: String?
    /// How the stream fares; beyond the design's members, and left out by servers that do not say.
    public var load: LoadReport?

    public init(
      level: Level, slowModeSeconds: Int, locked: Bool, viewers: Int, commentsPerSecond: Double,
      latestModSeq: ModSeq, reason: String? = nil, load: LoadReport? = nil
    ) {
      self.level = level
      self.slowModeSeconds = slowModeSeconds
      self.locked = locked
      self.viewers = viewers
      self.commentsPerSecond = commentsPerSecond
      self.latestModSeq = latestModSeq
      self.reason = reason
      self.load = load
    }

    private enum CodingKeys: String, CodingKey {
      case level
      case slowModeSeconds = "slow_mode_s"
      case locked, viewers
      case commentsPerSecond = "comments_per_s"
      case latestModSeq = "latest_mod_seq"
      case reason, load
    }
  }

  /// What this connection's fan-out has flushed, sent after it.
  public struct Heartbeat: Sendable, Hashable, Codable {
    public var at: Timestamp
    public var latestSeq: Seq
    public var latestModSeq: ModSeq

    public init(at: Timestamp, latestSeq: Seq, latestModSeq: ModSeq) {
      self.at = at
      self.latestSeq = latestSeq
      self.latestModSeq = latestModSeq
    }

    private enum CodingKeys: String, CodingKey {
      case at
      case latestSeq = "latest_seq"
      case latestModSeq = "latest_mod_seq"
    }
  }

  /// A post or a moderation request was accepted and is durable.
  public enum Ack: Sendable, Hashable {
    case comment(key: String, seq: Seq, commentID: CommentID, state: CommentState)
    case event(key: String, modSeq: ModSeq, moderationID: ModerationID)

    public var key: String {
      switch self {
      case .comment(let key, _, _, _), .event(let key, _, _): key
      }
    }
  }

  /// A refusal: of the request under `key`, or of the connection as a whole.
  public struct ErrorFrame: Sendable, Hashable, Codable {
    public var key: String?
    public var code: ProblemCode
    public var message: String
    public var temporary: Bool
    public var retryAfterMilliseconds: Int?

    public init(
      key: String? = nil, code: ProblemCode, message: String, temporary: Bool,
      retryAfterMilliseconds: Int? = nil
    ) {
      self.key = key
      self.code = code
      self.message = message
      self.temporary = temporary
      self.retryAfterMilliseconds = retryAfterMilliseconds
    }

    /// The frame that says `problem` about the request under `key`.
    public init(_ problem: Problem, key: String? = nil) {
      self.init(
        key: key, code: problem.code, message: problem.detail,
        temporary: problem.code.isTemporary,
        retryAfterMilliseconds: problem.retryAfterMilliseconds)
    }

    private enum CodingKeys: String, CodingKey {
      case key, code, message, temporary
      case retryAfterMilliseconds = "retry_after_ms"
    }
  }
}
