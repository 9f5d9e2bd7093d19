/// What was decided before the program started.
public struct Settings: Sendable {
  /// Whether one may not write, by the user's own choice.
  public var isReadOnly = false
  /// Whether a token was given. Without one nobody can post.
  public var hasToken = false
  /// Whether the mouse works in here; otherwise it is the terminal's alone.
  public var mouse = true
  /// The names of the themes that can be had, for completion.
  public var themeNames: [String] = []
  /// Brings text into the form in which the server counts it (NFC).
  public var normalise: @Sendable (String) -> String = { $0 }
  /// Whether the user has not used the program before, as far as anybody knows.
  public var isFirstStart = false
  /// Something to know at the start, for the last line.
  public var greeting: String?
  /// Makes the idempotency keys of posts: random, so that no two sessions share one.
  public var keySeed: UInt64 = 0

  /// How the feed tells when a comment was written.
  public var times = TimeStyle.absolute

  /// Whether near-identical comments are folded into one line.
  public var collapsesRepeats = true

  /// Whether emote shortcodes (`:face-blue-smiling:`) are shown short.
  public var shortensEmotes = true

  /// Whether frames, marks and pictures are drawn with ASCII alone: for terminals, fonts and people
  /// that cannot do with more. What people write stays as it is.
  public var ascii = false
  /// Whether there are pictures that move: the sparkline and the charts. Without, words say it.
  public var motion = true

  /// Why moderators act, by the digits from 1; at most nine are offered.
  public var reasons = ["spam", "abuse", "off topic", "spoiler", "self-promotion"]

  /// The emojis that the digits 1 to 9 stand for; more are not offered.
  public var reactions = ["👍", "❤️", "😂", "😮", "😢", "🔥", "👏", "🎉", "⚽"]

  /// What is hidden from the start.
  public var filters: [Filter] = []
  /// What is lit besides mentions of the user.
  public var highlights: [Query] = []
  /// What rings the terminal's bell.
  public var bell = Bell.off

  public enum Bell: String, Sendable, CaseIterable {
    case off
    /// A comment that mentions the user.
    case mentions
    /// That, or one that matches `highlights`.
    case highlights
  }

  /// What the stream is called where its id does not tell it apart from another.
  public var streamName: String?
  /// The server that it comes from, for the list of streams.
  public var streamOrigin: String?

  public init() {}
}
