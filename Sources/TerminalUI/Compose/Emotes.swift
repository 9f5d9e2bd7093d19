/// The `:names:` that stand for pictures in comments.
enum Emotes {
  /// The names of emotes in a text, such as `face-blue-smiling` of `:face-blue-smiling:`, at most
  /// `limit` of them.
  static func names(in text: String, atMost limit: Int = 16) -> [String] {
    var names: [String] = []
    var rest = text.utf8[...]
    while names.count < limit, let start = rest.firstIndex(of: colon) {
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix { isNameByte($0) }
      guard (2...64).contains(name.count), rest[name.endIndex...].first == colon,
        // 12:30:45 is no emote.
        name.contains(where: { $0 > UInt8(ascii: "9") })
      else { continue }
      names.append(String(decoding: name, as: UTF8.self))
      rest = rest[rest.index(after: name.endIndex)...]
    }
    return names
  }

  private static let colon = UInt8(ascii: ":")

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }

  /// Emoji that are hard to type, under the names that chat programs give them.
  static let emoji: [(name: String, emoji: String)] = [
    ("smile", "😄"), ("joy", "😂"), ("rofl", "🤣"), ("wink", "😉"), ("blush", "😊"),
    ("heart_eyes", "😍"), ("thinking", "🤔"), ("neutral", "😐"), ("eyes", "👀"), ("cry", "😢"),
    ("sob", "😭"), ("scream", "😱"), ("angry", "😠"), ("sleeping", "😴"), ("sunglasses", "😎"),
    ("party", "🥳"), ("skull", "💀"), ("clown", "🤡"), ("shrug", "🤷"), ("facepalm", "🤦"),
    ("thumbsup", "👍"), ("thumbsdown", "👎"), ("clap", "👏"), ("wave", "👋"), ("pray", "🙏"),
    ("muscle", "💪"), ("ok_hand", "👌"), ("raised_hands", "🙌"), ("heart", "❤️"),
    ("broken_heart", "💔"), ("fire", "🔥"), ("rocket", "🚀"), ("star", "⭐"), ("sparkles", "✨"),
    ("tada", "🎉"), ("100", "💯"), ("trophy", "🏆"), ("soccer", "⚽"), ("popcorn", "🍿"),
    ("beer", "🍺"), ("coffee", "☕"), ("pizza", "🍕"), ("warning", "⚠️"), ("check", "✅"),
    ("cross", "❌"), ("question", "❓"),
  ]
}
