import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Emote shortcodes, shown short.
@Suite struct EmoteTests {
  @Test(
    "known names are an emoji, others a sign and the name; what is no shortcode stays",
    arguments: [
      (":fire:", "🔥"), ("a:fire:", "a:fire:"), (":fire::fire:", "🔥🔥"),
      ("go :fire: go", "go 🔥 go"), (":our-own:", "☺our-own"), ("12:30:45", "12:30:45"),
      ("at :30: now", "at :30: now"), (":100:", "💯"), (":+1:", "👍"), (":a:", ":a:"),
      ("std:vector:size", "std:vector:size"), ("http://x:y:z", "http://x:y:z"), (":", ":"),
      ("::", "::"), (":::", ":::"), (": not one :", ": not one :"), (":fire", ":fire"),
      ("(:joy:)", "(😂)"), ("日本:fire:", "日本🔥"), ("", ""),
      (":a-name-that-is-much-too-long-to-show:", "☺a-name-that-is…"),
      (":fire:30:", "🔥30:"),
    ])
  func shortening(_ content: String, _ shown: String) {
    #expect(EmoteText(content).text == SafeText(shown))
  }

  @Test("names of emotes are where the text says", arguments: ["", "hey ", "日本 "])
  func names(_ prefix: String) {
    let emotes = EmoteText(prefix + ":our-own: :fire: :other:")
    let texts = emotes.names.map { range in
      SafeText(emotes.text.description).glyphs[range].map { String($0.base) }.joined()
    }
    #expect(texts == ["☺our-own", "☺other"])
  }

  @Test("many colons take no more time than their number", arguments: [500])
  func colons(_ count: Int) {
    let text = EmoteText(String(repeating: ":a", count: count / 2)).text
    #expect(text.columns == count)
  }

  @Test("a name is dim wherever the row breaks, and :set emotes shows all of it")
  func drawing() {
    var stage = Stage(columns: 60, rows: 16)
    stage.goLive([
      Stage.comment(100, "user", ":fire: :our-own: " + String(repeating: "x", count: 70))
    ])
    #expect(stage.screen().contains("🔥 ☺our-own"))
    stage.command("set emotes full")
    #expect(stage.screen().contains(":fire: :our-own:"))
  }
}
