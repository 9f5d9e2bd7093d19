/// A plane as the wire names it.
public enum Plane: String, Sendable, Hashable, Codable, CaseIterable {
  case comments, moderation
}
