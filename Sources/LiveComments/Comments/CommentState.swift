/// Whether a comment is shown, and to whom.
public enum CommentState: String, Sendable, Hashable, Codable, CaseIterable {
  /// Shown to everybody.
  case visible = "VISIBLE"
  /// Waits for review: shown to moderators, and to its author as held.
  case held = "HELD"
  /// Retracted: shown to moderators only.
  case deleted = "DELETED"
  /// Shown to its author as if it were visible, and to moderators.
  case shadowBanned = "SHADOW_BANNED"
}
