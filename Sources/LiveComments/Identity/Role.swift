/// What an account may do in a stream.
public enum Role: String, Sendable, Hashable, Codable, CaseIterable {
  /// Posts, reacts and deletes their own comments.
  case viewer
  /// Takes every moderation action, except user actions against moderators and owners.
  case moderator
  /// Takes every moderation action.
  case owner
  /// Posts and reacts for others: bridges and replays.
  case service

  /// Whether this role sees every state, actors, reasons and policies.
  public var moderates: Bool { self == .moderator || self == .owner }
}
