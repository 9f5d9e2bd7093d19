import ClientCore
import LiveComments

extension Model {
  /// Whether the server says that this user moderates.
  var moderates: Bool { session.you?.role.moderates == true }

  /// Why the user may not take this action on these comments or users; nil when nothing is known to
  /// stand against it (design §5.4, roles). The server has the last word.
  func whyNot(
    _ action: ModerationAction, comments: [Comment] = [], users: [UserTarget] = []
  ) -> String? {
    if settings.isReadOnly { return "Read-only: started with --read-only" }
    if !settings.hasToken { return "Reading anonymously: --token-file FILE shows who you are" }
    guard let you = session.you else {
      return session.connection.isConnected
        ? "The token is not valid for this stream: reading only" : "not connected yet"
    }
    switch you.role {
    case .owner: return nil
    case .moderator:
      guard let user = users.first(where: { $0.role?.moderates == true }) else { return nil }
      return "\(ActionWords.short(user.name)) moderates: only the owner may do that"
    case .viewer where action == .delete && comments.allSatisfy { $0.userID == you.userID }:
      return nil
    case .viewer, .service:
      return "only moderators \(ActionWords.right(action)): you are a \(you.role.rawValue)"
    }
  }
}
