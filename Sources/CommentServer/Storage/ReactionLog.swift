public import LiveComments
public import ServerCore

/// What a log keeps of reactions: totals, not reactions. They are eventually consistent: what came in
/// since the last write is lost when the process dies. That is the window under way, the 100 ms for
/// which an event loop sums up before it, and what waits for a write or is being written.
public protocol ReactionLog: Sendable {
  /// A stream's totals, and those of its newest comments that have any.
  func reactions(of streamID: StreamID) async throws(Problem) -> StoredReactions

  /// The totals of comments of a stream, each of them; empty where there are none.
  func reactions(
    to comments: [Comment], of streamID: StreamID
  ) async throws(Problem) -> [CommentID: [Emoji: Int]]

  /// Keeps totals in place of those that the log has. Returns at once and may be called from an event
  /// loop; they are read from now on, and written with the next commit, or in one of their own.
  func keep(_ record: ReactionRecord, of streamID: StreamID)

  /// The mutes that hold in a stream now. Throws `unavailable` when there are more than can be
  /// remembered.
  func mutes(of streamID: StreamID) async throws(Problem) -> StoredMutes
}
