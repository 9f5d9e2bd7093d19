/// A page of comments: what `(after, upto]` holds for the reader, completely.
public struct CommentPage: Sendable, Hashable, Codable {
  public var streamID: StreamID
  public var epoch: Epoch
  public var after: Seq
  public var upto: Seq
  public var latestSeq: Seq
  /// The page reflects every moderation event up to here.
  public var latestModSeq: ModSeq
  public var comments: [Comment]

  public init(
    streamID: StreamID, epoch: Epoch, after: Seq, upto: Seq, latestSeq: Seq, latestModSeq: ModSeq,
    comments: [Comment]
  ) {
    self.streamID = streamID
    self.epoch = epoch
    self.after = after
    self.upto = upto
    self.latestSeq = latestSeq
    self.latestModSeq = latestModSeq
    self.comments = comments
  }

  public var coverage: Coverage<CommentPlane> { Coverage(after: after, upto: upto) }

  private enum CodingKeys: String, CodingKey {
    case streamID = "stream_id"
    case epoch, after, upto
    case latestSeq = "latest_seq"
    case latestModSeq = "latest_mod_seq"
    case comments
  }
}

/// A page of moderation events: the same shape over `mod_seq`.
public struct EventPage: Sendable, Hashable, Codable {
  public var streamID: StreamID
  public var epoch: Epoch
  public var after: ModSeq
  public var upto: ModSeq
  public var latestSeq: Seq
  public var latestModSeq: ModSeq
  public var events: [ModerationEvent]

  public init(
    streamID: StreamID, epoch: Epoch, after: ModSeq, upto: ModSeq, latestSeq: Seq,
    latestModSeq: ModSeq, events: [ModerationEvent]
  ) {
    self.streamID = streamID
    self.epoch = epoch
    self.after = after
    self.upto = upto
    self.latestSeq = latestSeq
    self.latestModSeq = latestModSeq
    self.events = events
  }

  public var coverage: Coverage<ModerationPlane> { Coverage(after: after, upto: upto) }

  private enum CodingKeys: String, CodingKey {
    case streamID = "stream_id"
    case epoch, after, upto
    case latestSeq = "latest_seq"
    case latestModSeq = "latest_mod_seq"
    case events
  }
}
