/// Reads emojis from bytes, and remembers what it has read: nearly all reactions are a few emojis.
public struct EmojiReader: Sendable {
  /// Spellings remembered, at most; with one more it begins anew.
  private static let remembered = 256

  private var known: [Spelling: Emoji] = [:]

  public init() {}

  /// The emoji that the bytes spell in UTF-8; nil when they spell none.
  public mutating func emoji(_ utf8: some Sequence<UInt8>) -> Emoji? {
    guard let spelling = Spelling(utf8) else { return nil }
    if let emoji = known[spelling] { return emoji }
    guard let emoji = Emoji(spelling.text) else { return nil }
    if known.count >= Self.remembered { known = [:] }
    known[spelling] = emoji
    return emoji
  }
}
