/// What a client sends over a WebSocket: one JSON object per text frame.
public enum ClientFrame: Sendable, Hashable {
  case hello(Hello)
  case catchUp(CatchUp)
  case post(key: String, PostRequest)
  case moderate(key: String, ModerationRequest)
  case react(React)
  case seen(lastSeenSeq: Seq, lastModSeq: ModSeq)
}

extension ClientFrame {
  /// The first frame: who the client is and what it has.
  public struct Hello: Sendable, Hashable, Codable {
    public var token: String?
    /// The positions that the client resumes from; nil when it has none.
    public var resume: ResumePoint?

    public init(token: String? = nil, resume: ResumePoint? = nil) {
      self.token = token
      self.resume = resume
    }

    private enum CodingKeys: String, CodingKey {
      case token, epoch
      case lastSeenSeq = "last_seen_seq"
      case lastModSeq = "last_mod_seq"
    }

    /// Throws when only some of the three positions are there.
    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      token = try container.decodeIfPresent(String.self, forKey: .token)
      let epoch = try container.decodeIfPresent(Epoch.self, forKey: .epoch)
      let seq = try container.decodeIfPresent(Seq.self, forKey: .lastSeenSeq)
      let modSeq = try container.decodeIfPresent(ModSeq.self, forKey: .lastModSeq)
      switch (epoch, seq, modSeq) {
      case (let epoch?, let seq?, let modSeq?):
        resume = ResumePoint(epoch: epoch, lastSeenSeq: seq, lastModSeq: modSeq)
      case (nil, nil, nil):
        resume = nil
      default:
        throw DecodingError.dataCorruptedError(
          forKey: .epoch, in: container,
          debugDescription: "epoch, last_seen_seq and last_mod_seq come together or not at all")
      }
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(token, forKey: .token)
      try container.encodeIfPresent(resume?.epoch, forKey: .epoch)
      try container.encodeIfPresent(resume?.lastSeenSeq, forKey: .lastSeenSeq)
      try container.encodeIfPresent(resume?.lastModSeq, forKey: .lastModSeq)
    }
  }

  /// Asks for the missing range of one plane.
  public struct CatchUp: Sendable, Hashable {
    public var range: PlaneRange
    public init(range: PlaneRange) { self.range = range }
  }

  /// Adds `count` reactions to the stream, or to one comment.
  public struct React: Sendable, Hashable, Codable {
    public var emoji: String
    /// 1–50; 1 when absent.
    public var count: Int?
    public var commentID: CommentID?

    public init(emoji: String, count: Int? = nil, commentID: CommentID? = nil) {
      self.emoji = emoji
      self.count = count
      self.commentID = commentID
    }

    private enum CodingKeys: String, CodingKey {
      case emoji, count
      case commentID = "comment_id"
    }
  }
}

/// Where a client left off: both positions, and the epoch that they belong to.
public struct ResumePoint: Sendable, Hashable {
  public var epoch: Epoch
  public var lastSeenSeq: Seq
  public var lastModSeq: ModSeq

  public init(epoch: Epoch, lastSeenSeq: Seq, lastModSeq: ModSeq) {
    self.epoch = epoch
    self.lastSeenSeq = lastSeenSeq
    self.lastModSeq = lastModSeq
  }
}

/// A range of one of the two planes.
public enum PlaneRange: Sendable, Hashable {
  case comments(Coverage<CommentPlane>)
  case moderation(Coverage<ModerationPlane>)

  public var plane: Plane {
    switch self {
    case .comments: .comments
    case .moderation: .moderation
    }
  }
}
