import LiveComments
import TerminalGrid

/// What the user wants to see: mentions by others, and what `Settings.highlights` say.
struct HighlightTest: Sendable {
  private let me: UserID?
  private let mention: Mention?
  /// The user's name, folded.
  private let name: [UInt32]
  private let queries: [Query]

  init(_ user: User?, _ queries: [Query]) {
    me = user?.userID
    mention = user.flatMap { Mention(of: $0.userName) }
    name = QueryText(user?.userName ?? "", .folded).scalars
    self.queries = queries
  }

  func isMine(_ comment: Comment) -> Bool { comment.userID == me }

  /// Whether others mention the user in it. What it costs is counted by `reader`.
  func mentionsMe(_ comment: Comment, _ reader: inout QueryReader) -> Bool {
    guard let mention, !name.isEmpty, !isMine(comment) else { return false }
    // Hardly any comment holds the name: only those are read as the screen shows them.
    reader.begin()
    guard reader.contains(name, in: comment) else { return false }
    return !mention.columns(in: SafeText(comment.content)).isEmpty
  }

  func isHighlight(
    _ comment: Comment, isPinned: Bool, _ reader: inout QueryReader
  ) -> Bool {
    guard !isMine(comment) else { return false }
    return mentionsMe(comment, &reader)
      || queries.contains { $0.matches(comment, isPinned: isPinned, &reader) }
  }
}
