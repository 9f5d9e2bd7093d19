public import LiveComments

/// The stream's condition as the newest word from the server has it.
public struct StreamStatus: Sendable, Hashable {
  public var level = Level.normal
  /// Seconds between two comments of one user; 0 when slow mode is off.
  public var slowModeSeconds = 0
  public var locked = false
  public var viewers = 0
  public var commentsPerSecond = 0.0
  /// Why the level is what it is, when the server says.
  public var reason: String?
  /// Totals by emoji: the stream's.
  public var reactions: ReactionCounts = [:]
  /// Totals by emoji: of the comments most recently reported, at most `commentReactionsLimit`.
  public internal(set) var commentReactions: [CommentID: ReactionCounts] = [:]

  /// Comments whose reactions are kept; the oldest `seq`-less guess is dropped first.
  static let commentReactionsLimit = 1_000

  public init() {}
}
