/// The limits of design §5.1 and §5.2 that both sides know.
public enum Limits {
  /// Unicode scalars of a comment's content after NFC.
  public static let content = 1...500
  /// Unicode scalars of a `user_id` or a `user_name` after NFC.
  public static let user = 1...64
  /// Combining marks that one base may carry.
  public static let combiningMarksPerBase = 4
  /// Bytes of an inbound frame, aggregated over its fragments.
  public static let frameBytes = 16 * 1_024
  /// Bytes of a request body.
  public static let bodyBytes = 64 * 1_024
  /// Visible ASCII characters of an idempotency key.
  public static let key = 1...64
  /// Comments of a join page when `last` is not given, and of the join that follows a reset.
  public static let joinComments = 200
  /// Comments of one page.
  public static let pageComments = 1_000
  /// Comments that a resume or a `catch_up` sends inline, at most.
  public static let inlineComments = 500
  /// Comments that one moderation event names, at most.
  public static let moderationTargets = 256
  /// Reactions that one request adds.
  public static let reactionCount = 1...50
  /// Emojis that a stream's totals hold, at most.
  public static let reactionKinds = 64
  /// Comments whose totals one frame of reactions holds, at most.
  public static let reactionComments = 50
}
