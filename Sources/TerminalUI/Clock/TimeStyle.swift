/// How the feed tells when a comment was written.
public enum TimeStyle: String, Sendable, Hashable, CaseIterable {
  /// `14:05`, and the seconds where there is room.
  case absolute
  /// `2m`
  case relative
  case none
}
