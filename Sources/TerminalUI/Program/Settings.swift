/// What was decided before the program started.
public struct Settings: Sendable {
  /// Whether one may not write, by the user's own choice.
  public var isReadOnly = false
  /// Whether a token was given. Without one nobody can post.
  public var hasToken = false
  /// The names of the themes that can be had, for completion.
  public var themeNames: [String] = []
  /// Brings text into the form in which the server counts it (NFC).
  public var normalise: @Sendable (String) -> String = { $0 }
  /// Something to know at the start, for the last line.
  public var greeting: String?
  /// Makes the idempotency keys of posts: random, so that no two sessions share one.
  public var keySeed: UInt64 = 0

  /// How the feed tells when a comment was written.
  public var times = TimeStyle.absolute

  /// Whether frames, marks and pictures are drawn with ASCII alone: for terminals, fonts and people
  /// that cannot do with more. What people write stays as it is.
  public var ascii = false
  /// Whether there are pictures that move: the sparkline and the charts. Without, words say it.
  public var motion = true

  /// Why moderators act, by the digits from 1; at most nine are offered.
  public var reasons = ["spam", "abuse", "off topic", "spoiler", "self-promotion"]

  public init() {}
}
