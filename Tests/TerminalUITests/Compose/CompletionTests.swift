import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct CompletionTests {
  private static func stage(_ comments: [LiveComments.Comment]) -> Stage {
    var stage = Stage()
    stage.goLive(comments)
    stage.press("i")
    return stage
  }

  /// The names in their order, one comment each.
  private static func stage(names: String...) -> Stage {
    stage(zip(1..., names).map { Stage.comment(Int64($0), $1, "hello") })
  }

  @Test("Tab completes a @name, and goes on to the next; Shift-Tab goes back")
  func names() {
    var stage = Self.stage(names: "marta", "max", "olga")
    stage.type("hi @ma")
    stage.press("tab")
    #expect(stage.row(-2).hasPrefix("› hi @max "))
    #expect(stage.row(-1) == " ▸@max  @marta")
    stage.press("tab")
    #expect(stage.row(-2).hasPrefix("› hi @marta "))
    #expect(stage.row(-1) == "  @max ▸@marta")
    stage.press("tab")
    #expect(stage.row(-2).hasPrefix("› hi @max "))
    stage.press("shift-tab")
    #expect(stage.row(-2).hasPrefix("› hi @marta "))
  }

  @Test("Esc brings back what was typed, and then leaves the line")
  func escape() {
    var stage = Self.stage(names: "marta", "max")
    stage.type("@ma")
    stage.press("tab", "tab", "esc")
    #expect(stage.row(-2).hasPrefix("› @ma "))
    #expect(stage.model.compose.editor.text == "@ma")
    #expect(stage.model.inputContext == .composing)
    stage.press("esc")
    #expect(stage.model.inputContext == .live)
  }

  @Test("typing on takes what is offered")
  func typingOn() {
    var stage = Self.stage(names: "marta")
    stage.type("@m")
    stage.press("tab")
    stage.type("look")
    stage.press("enter")
    #expect(stage.posts.map(\.request.content) == ["@marta look"])
  }

  @Test("who wrote often and lately comes first")
  func ranking() {
    var comments = Stage.comments(300).map { comment in
      var comment = comment
      comment.userName = "anna"
      comment.userID = "u-anna"
      return comment
    }
    for (seq, name) in [(301, "abel"), (302, "abe"), (303, "abe")] {
      comments.append(Stage.comment(Int64(seq), name, "x"))
    }
    var stage = Self.stage(comments)
    stage.type("@a")
    stage.press("tab")
    #expect(stage.row(-1) == " ▸@anna  @abe  @abel")
    var ranking = Ranking()
    for age in 1_000..<1_050 { ranking.count("old", age: age) }
    ranking.count("new", age: 0)
    #expect(ranking.names == ["new", "old"])
  }

  @Test("with nothing typed after @, who mentioned me comes first, then who spoke last")
  func nothingTyped() {
    var stage = Stage()
    stage.goLive([
      Stage.comment(1, "zoe", "hey alice"), Stage.comment(2, "max", "one"),
      Stage.comment(3, "max", "two"), Stage.comment(4, "ida", "three"),
    ])
    stage.press("i")
    stage.type("@")
    stage.press("tab")
    #expect(stage.row(-1) == " ▸@zoe  @ida  @max")
  }

  @Test("a name that was begun without the sign, or by a later word of it, is found too")
  func looseMatches() {
    var stage = Self.stage(names: "Captain Biscuit 🍪", "bo")
    stage.type("BIS")
    stage.press("tab")
    #expect(stage.model.compose.editor.text == "@Captain Biscuit 🍪 ")
  }

  @Test("one's own name, and what moderators removed, is not offered")
  func notOffered() {
    var stage = Self.stage(names: "alice", "albert")
    stage.moderate(.delete, .deleted, [Stage.comment(2, "albert", "hello")])
    stage.type("@al")
    stage.press("tab")
    #expect(stage.model.compose.editor.text == "@al")
    #expect(stage.said.contains("nobody and nothing here begins so"))
  }

  @Test("the author of the comment that is answered comes first")
  func reply() {
    var stage = Stage()
    stage.goLive([
      Stage.comment(1, "mia", "question?"), Stage.comment(2, "mo", "x"),
      Stage.comment(3, "mo", "y"),
    ])
    stage.press("k", "k", "k", "r")
    stage.type("@m")
    stage.press("tab")
    #expect(stage.model.compose.editor.text == "@mia ")
  }

  @Test("emotes that the chat uses come first, then emoji by their names")
  func emotes() {
    var stage = Self.stage([Stage.comment(1, "bo", "nice :fire-dance: :fire-dance: :fir")])
    stage.type(":fir")
    stage.press("tab")
    #expect(stage.model.compose.editor.text == ":fire-dance: ")
    #expect(stage.row(-1).hasSuffix("🔥 :fire:"))
    stage.press("tab")
    #expect(stage.model.compose.editor.text == "🔥 ")
  }

  @Test(
    "emote names in a text",
    arguments: [
      (":a:", []), (":ab:", ["ab"]), ("x :ab: :cd:", ["ab", "cd"]), (":ab:cd:", ["ab"]),
      ("12:30:45", []), ("::::", []), (":a b:", []), (":face-blue_1+:", ["face-blue_1+"]),
      (":" + String(repeating: "x", count: 65) + ":", []), (":ab", []), ("", []),
    ])
  func emoteNames(_ text: String, _ names: [String]) {
    #expect(Emotes.names(in: text) == names)
  }

  @Test("what a hostile name carries beside its looks does not get into one's comment")
  func hostile() {
    var stage = Self.stage(names: "ma\u{202E}x\u{1B}[2Jy")
    stage.type("@ma")
    stage.press("tab")
    let text = stage.model.compose.editor.text
    #expect(text.hasPrefix("@ma"))
    #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{1B}"))
  }

  @Test("of many names only so many are offered, and the taken one stays in sight")
  func many() {
    var stage = Self.stage(
      Stage.comments(60).enumerated().map { index, comment in
        var comment = comment
        comment.userName = "user\(100 + index)"
        comment.userID = UserID(rawValue: comment.userName)
        return comment
      })
    stage.type("@user")
    for _ in 0..<Completion.candidatesAtMost {
      stage.press("tab")
      let text = stage.model.compose.editor.text
      #expect(stage.row(-1).contains("▸\(text.trimmed)"))
    }
    #expect(stage.model.compose.completion?.index == Completion.candidatesAtMost - 1)
  }

  @Test("with nothing begun, Tab says what it wants")
  func nothingBegun() {
    var stage = Self.stage(names: "bo")
    stage.press("tab")
    #expect(stage.model.compose.editor.isEmpty)
    #expect(stage.said.contains("@name"))
  }

  @Test("completing amid a line leaves what follows")
  func amid() {
    var stage = Self.stage(names: "marta")
    stage.type("hi @m there")
    stage.press("alt-b", "left", "tab")
    #expect(stage.model.compose.editor.text == "hi @marta there")
  }
}
