import LiveComments
import Testing

@Suite("An emoji")
struct EmojiTests {
  @Test(
    "is one grapheme, fully qualified however it was written",
    arguments: [
      ("🔥", "🔥"), ("👍", "👍"), ("👍🏽", "👍🏽"), ("❤", "❤️"), ("❤️", "❤️"), ("🇺🇦", "🇺🇦"),
      ("#⃣", "#️⃣"), ("1️⃣", "1️⃣"), ("☝🏽", "☝🏽"), ("🔥\u{FE0F}", "🔥"), ("🏳‍🌈", "🏳️‍🌈"),
      ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"), ("⚽", "⚽"), ("©", "©️"),
    ])
  func isEmoji(_ written: String, _ qualified: String) {
    let emoji = Emoji(written)
    #expect(emoji.map { Array($0.text.utf8) } == Array(qualified.utf8))
    #expect(emoji == Emoji(qualified))
  }

  @Test(
    "is nothing else",
    arguments: [
      "", " ", "a", "1", "#", "é", "🔥🔥", "🔥 ", " 🔥", "🔥a", "🇺", "🇺🇦🇺", "\u{FE0F}", "\u{200D}",
      "🔥\u{200D}", "\u{200D}🔥", "🔥\n", "\u{1B}[31m", "\u{0}", "🔥\u{0}", "🔥\u{202E}", "🔥🏽", "1🏽",
      "🔥\u{FE0E}", "🔥\u{301}", "🏴\u{E0067}", "🔥\u{E0067}\u{E007F}", "👩🏽‍❤️‍💋‍👨🏽", "中", ":fire:",
    ])
  func isNot(_ text: String) {
    #expect(Emoji(text) == nil)
  }

  @Test("is read from bytes as from text, again and again")
  func reading() {
    var reader = EmojiReader()
    for _ in 0..<2 {
      #expect(reader.emoji("❤".utf8) == Emoji("❤️"))
      #expect(reader.emoji("🔥".utf8) == Emoji("🔥"))
      #expect(reader.emoji("no".utf8) == nil)
      #expect(reader.emoji([0xF0, 0x9F]) == nil)
    }
  }
}
