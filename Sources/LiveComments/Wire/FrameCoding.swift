/// How frames map onto JSON objects that name themselves by `type`.
private enum FrameKey: String, CodingKey {
  case type, key, plane, after, upto
  case lastSeenSeq = "last_seen_seq"
  case lastModSeq = "last_mod_seq"
  case afterMilliseconds = "after_ms"
  case seq
  case commentID = "comment_id"
  case state
  case modSeq = "mod_seq"
  case moderationID = "moderation_id"
}

extension ClientFrame: Codable {
  /// Throws `DecodingError` for an unknown `type` and for members that are missing or wrong.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FrameKey.self)
    switch try container.decode(String.self, forKey: .type) {
    case "hello": self = .hello(try Hello(from: decoder))
    case "catch_up": self = .catchUp(CatchUp(range: try PlaneRange(from: decoder)))
    case "post":
      self = .post(
        key: try container.decode(String.self, forKey: .key), try PostRequest(from: decoder))
    case "moderate":
      self = .moderate(
        key: try container.decode(String.self, forKey: .key), try ModerationRequest(from: decoder))
    case "react": self = .react(try React(from: decoder))
    case "seen":
      self = .seen(
        lastSeenSeq: try container.decode(Seq.self, forKey: .lastSeenSeq),
        lastModSeq: try container.decode(ModSeq.self, forKey: .lastModSeq))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: container,
        debugDescription: "type is one of hello, catch_up, post, moderate, react, seen")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FrameKey.self)
    switch self {
    case .hello(let hello):
      try container.encode("hello", forKey: .type)
      try hello.encode(to: encoder)
    case .catchUp(let catchUp):
      try container.encode("catch_up", forKey: .type)
      try catchUp.range.encode(to: encoder)
    case .post(let key, let request):
      try container.encode("post", forKey: .type)
      try container.encode(key, forKey: .key)
      try request.encode(to: encoder)
    case .moderate(let key, let request):
      try container.encode("moderate", forKey: .type)
      try container.encode(key, forKey: .key)
      try request.encode(to: encoder)
    case .react(let react):
      try container.encode("react", forKey: .type)
      try react.encode(to: encoder)
    case .seen(let lastSeenSeq, let lastModSeq):
      try container.encode("seen", forKey: .type)
      try container.encode(lastSeenSeq, forKey: .lastSeenSeq)
      try container.encode(lastModSeq, forKey: .lastModSeq)
    }
  }
}

extension ServerFrame: Codable {
  /// Throws `DecodingError` for members that are missing or wrong; an unknown `type` is `unknown`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FrameKey.self)
    switch try container.decode(String.self, forKey: .type) {
    case "welcome": self = .welcome(try Welcome(from: decoder))
    case "comments": self = .comments(try CommentBatch(from: decoder))
    case "moderation": self = .moderation(try ModerationBatch(from: decoder))
    case "reactions": self = .reactions(try ReactionTotals(from: decoder))
    case "status": self = .status(try Status(from: decoder))
    case "heartbeat": self = .heartbeat(try Heartbeat(from: decoder))
    case "ack": self = .ack(try Ack(from: decoder))
    case "error": self = .error(try ErrorFrame(from: decoder))
    case "history_required": self = .historyRequired(try PlaneRange(from: decoder))
    case "reconnect":
      self = .reconnect(
        afterMilliseconds: try container.decode(Int.self, forKey: .afterMilliseconds))
    case let type: self = .unknown(type: type)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FrameKey.self)
    try container.encode(typeName, forKey: .type)
    switch self {
    case .welcome(let frame): try frame.encode(to: encoder)
    case .comments(let frame): try frame.encode(to: encoder)
    case .moderation(let frame): try frame.encode(to: encoder)
    case .reactions(let frame): try frame.encode(to: encoder)
    case .status(let frame): try frame.encode(to: encoder)
    case .heartbeat(let frame): try frame.encode(to: encoder)
    case .ack(let frame): try frame.encode(to: encoder)
    case .error(let frame): try frame.encode(to: encoder)
    case .historyRequired(let range): try range.encode(to: encoder)
    case .reconnect(let afterMilliseconds):
      try container.encode(afterMilliseconds, forKey: .afterMilliseconds)
    case .unknown: break
    }
  }

  private var typeName: String {
    switch self {
    case .welcome: "welcome"
    case .comments: "comments"
    case .moderation: "moderation"
    case .reactions: "reactions"
    case .status: "status"
    case .heartbeat: "heartbeat"
    case .ack: "ack"
    case .error: "error"
    case .historyRequired: "history_required"
    case .reconnect: "reconnect"
    case .unknown(let type): type
    }
  }
}

extension ServerFrame.Ack: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FrameKey.self)
    let key = try container.decode(String.self, forKey: .key)
    if let seq = try container.decodeIfPresent(Seq.self, forKey: .seq) {
      self = .comment(
        key: key, seq: seq, commentID: try container.decode(CommentID.self, forKey: .commentID),
        state: try container.decode(CommentState.self, forKey: .state))
    } else {
      self = .event(
        key: key, modSeq: try container.decode(ModSeq.self, forKey: .modSeq),
        moderationID: try container.decode(ModerationID.self, forKey: .moderationID))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FrameKey.self)
    try container.encode(key, forKey: .key)
    switch self {
    case .comment(_, let seq, let commentID, let state):
      try container.encode(seq, forKey: .seq)
      try container.encode(commentID, forKey: .commentID)
      try container.encode(state, forKey: .state)
    case .event(_, let modSeq, let moderationID):
      try container.encode(modSeq, forKey: .modSeq)
      try container.encode(moderationID, forKey: .moderationID)
    }
  }
}

extension PlaneRange: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FrameKey.self)
    switch try container.decode(Plane.self, forKey: .plane) {
    case .comments: self = .comments(try Self.range(in: container))
    case .moderation: self = .moderation(try Self.range(in: container))
    }
  }

  private static func range<P>(
    in container: KeyedDecodingContainer<FrameKey>
  ) throws -> Coverage<P> {
    let after = try container.decode(Position<P>.self, forKey: .after)
    let upto = try container.decode(Position<P>.self, forKey: .upto)
    guard after <= upto else {
      throw DecodingError.dataCorruptedError(
        forKey: .upto, in: container, debugDescription: "upto is at least after")
    }
    return Coverage(after: after, upto: upto)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FrameKey.self)
    try container.encode(plane, forKey: .plane)
    switch self {
    case .comments(let range):
      try container.encode(range.after, forKey: .after)
      try container.encode(range.upto, forKey: .upto)
    case .moderation(let range):
      try container.encode(range.after, forKey: .after)
      try container.encode(range.upto, forKey: .upto)
    }
  }
}
