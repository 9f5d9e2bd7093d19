import ClientCore
import LiveComments

extension Model {
  /// Whether the server says that this user moderates.
  var moderates: Bool { session.you?.role.moderates == true }

  /// Why the user may not take this action on these comments or users; nil when nothing is known to
  /// stand against it. The server decides by the same table and knows more: the token's streams, and
  /// the roles of users who are not in the feed.
  func whyNot(
    _ action: ModerationAction, comments: [Comment] = [], users: [UserTarget] = [],
    everywhere: Bool = false
  ) -> String? {
    if settings.isReadOnly { return "Read-only: started with --read-only" }
    if !settings.hasToken { return "Reading anonymously: --token-file FILE shows who you are" }
    guard let you = session.you else {
      return session.connection.isConnected
        ? "The token is not valid for this stream: reading only" : "not connected yet"
    }
    let act = everywhere ? Act.muteEverywhere : .moderate(action)
    let stranger = users.first { $0.role?.moderates == true }
    let object = ActObject(
      isOwn: comments.allSatisfy { $0.userID == you.userID }, role: stranger?.role)
    guard !Permissions.allow(act, by: you.role, to: object, everyStream: true) else { return nil }
    switch Permissions.grant(of: act, to: you.role) {
    case .ordinary:
      return "\(stranger.map { ActionWords.short($0.name) } ?? "that user") moderates: "
        + "only the owner may do that"
    case .no where you.role.moderates:
      return everywhere
        ? "only owners mute in every stream: you are a \(you.role.rawValue)"
        : "nobody may do that"
    case .no, .own, .yes, .everyStream:
      return "only moderators \(ActionWords.right(action)): you are a \(you.role.rawValue)"
    }
  }
}
