public import LiveComments

/// Which comments go out in frames when not all can: the same for every viewer and at every gateway.
///
/// A comment is kept when `hash(comment_id) < 2^64 / ratio`, so what a stricter ratio keeps, every
/// other one keeps as well. Pages are never sampled, moderators' connections neither.
public struct Sampling: Sendable, Hashable {
  /// One comment in this many is kept; 1 keeps all.
  public let ratio: UInt64
  /// Comments that are kept whatever their hash: pinned ones.
  private let exempt: Set<CommentID>

  /// Everything.
  public static let none = Sampling(ratio: 1)

  public init(ratio: UInt64, pins: [Comment] = []) {
    self.ratio = max(1, ratio)
    exempt = self.ratio == 1 ? [] : Set(pins.map(\.commentID))
  }

  /// What `table` asks for under a stream's controls.
  public init(_ controls: StreamControls, under table: DegradationTable) {
    self.init(ratio: table.mitigation(under: controls).samplingRatio, pins: controls.pins)
  }

  /// Whether viewers get the comment in frames. Moderators' and owners' they always get.
  public func keeps(_ comment: Comment) -> Bool {
    // `hash < 2^64 / ratio`, in whole numbers.
    comment.commentID.samplingHash <= UInt64.max / ratio || comment.role.moderates
      || exempt.contains(comment.commentID)
  }
}
