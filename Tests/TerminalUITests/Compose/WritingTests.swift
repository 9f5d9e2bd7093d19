import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct WritingTests {
  @Test("Enter sends what is written, trimmed, and empties the line")
  func send() {
    var stage = Stage()
    stage.goLive()
    stage.press("enter")
    stage.type("  hello  ")
    stage.press("enter")
    #expect(stage.posts.map(\.request) == [PostRequest(content: "hello")])
    #expect(stage.model.compose.editor.isEmpty)
    #expect(stage.model.inputContext == .composing)
    #expect(stage.screen().contains("… hello  sending"))
  }

  @Test("a comment that is too long stays, and says by how much")
  func tooLong() {
    var stage = Stage()
    stage.goLive()
    stage.press("i")
    stage.send(.terminal(.paste(String(repeating: "x", count: 503))))
    #expect(stage.row(-4).hasSuffix(" -3"))
    stage.press("enter")
    #expect(stage.posts.isEmpty)
    #expect(stage.row(-1).contains("3 characters too many"))
    stage.press("backspace", "backspace", "backspace", "enter")
    #expect(stage.posts.count == 1)
  }

  @Test("what remains is counted in scalars of the normal form, after trimming")
  func counting() {
    var stage = Stage()
    stage.goLive()
    stage.press("i")
    stage.type("👨‍👩‍👧‍👦 ")
    #expect(stage.row(-2).hasSuffix(" 493"))
  }

  @Test("nothing is sent for an empty line: Enter goes back to reading")
  func empty() {
    var stage = Stage()
    stage.goLive()
    stage.press("i", "space", "enter")
    #expect(stage.posts.isEmpty)
    #expect(stage.model.inputContext == .live)
  }

  @Test("Esc keeps the draft")
  func draft() {
    var stage = Stage()
    stage.goLive()
    stage.press("i")
    stage.type("half a th")
    stage.press("esc")
    #expect(stage.row(-2) == "› half a th")
    stage.press("i")
    stage.type("ought")
    stage.press("enter")
    #expect(stage.posts.map(\.request.content) == ["half a thought"])
  }

  @Test("a refused comment can be sent again under the same key, or discarded")
  func refused() {
    var stage = Stage()
    stage.goLive()
    stage.press("i")
    stage.type("hello")
    stage.press("enter", "esc")
    stage.refuse(stage.posts[0].key, .rejected, "links are not allowed here")
    #expect(stage.screen().contains("✗ hello  links are not allowed here"))
    stage.press("R")
    #expect(stage.posts.count == 2)
    #expect(stage.posts[0].key == stage.posts[1].key)
    stage.refuse(stage.posts[0].key, .rejected, "links are not allowed here")
    stage.press("X")
    #expect(stage.model.unsettledPosts.isEmpty)
    #expect(!stage.screen().contains("hello"))
  }

  @Test("an accepted comment moves from the pending ones into the feed, and is shown once")
  func accepted() {
    var stage = Stage()
    stage.goLive(Stage.comments(3))
    stage.press("i")
    stage.type("hello")
    stage.press("enter", "esc")
    let comment = Stage.comment(4, "alice", "hello")
    stage.frame(
      .ack(
        .comment(
          key: stage.posts[0].key, seq: comment.seq, commentID: comment.commentID, state: .visible))
    )
    stage.arrive([comment])
    #expect(stage.model.unsettledPosts.isEmpty)
    #expect(stage.screen().split(separator: "\n").filter { $0.contains("hello") }.count == 1)
    #expect(stage.screen().contains("alice │ hello"))
  }

  @Test("what is written without a connection waits, says so, and is sent on return")
  func offline() {
    var stage = Stage()
    stage.goLive(Stage.comments(3))
    stage.loseConnection()
    stage.press("i")
    stage.type("hello")
    stage.press("enter")
    #expect(stage.posts.isEmpty)
    #expect(stage.screen().contains("… hello  waiting to be sent"))
    stage.pass(.seconds(40))
    stage.send(.session(.opened))
    stage.welcome()
    #expect(stage.posts.map(\.request.content) == ["hello"])
  }

  @Test(
    "who cannot post is told why, and no line opens",
    arguments: [
      (false, true, nil, "Reading anonymously"),
      (true, false, Stage.alice, "Read-only"),
      (false, false, nil, "not valid for this stream"),
    ] as [(Bool, Bool, User?, String)])
  func cannotPost(_ isReadOnly: Bool, _ isAnonymous: Bool, _ you: User?, _ reason: String) {
    var stage = Stage(isReadOnly: isReadOnly, hasToken: !isAnonymous)
    stage.goLive(Stage.comments(3), you: you)
    for open in ["i", "enter"] {
      stage.press(open)
      #expect(stage.model.inputContext == .live)
      #expect(stage.row(-1).contains(reason))
    }
    stage.send(.terminal(.paste("hello\n")))
    #expect(stage.model.inputContext == .live)
    #expect(stage.posts.isEmpty)
  }

  @Test("under a lock a viewer can write, is told at Enter, and sends when it is lifted")
  func locked() {
    var stage = Stage()
    stage.goLive { $0.locked = true }
    stage.press("i")
    #expect(stage.model.inputContext == .composing)
    #expect(stage.row(-2).hasSuffix(" locked"))
    stage.type("quit")
    stage.press("enter")
    #expect(stage.posts.isEmpty && stage.said.contains("The stream is locked"))
    #expect(stage.row(-2).hasPrefix("› quit"))
    stage.moderate(.unlock, .visible)
    stage.press("enter")
    #expect(stage.posts.map(\.request.content) == ["quit"])
  }

  @Test("a lock leaves moderators the line")
  func lockedModerator() {
    var stage = Stage()
    stage.goLive(you: Stage.ana) { $0.locked = true }
    stage.press("i")
    stage.type("calm down")
    stage.press("enter")
    #expect(stage.posts.count == 1)
  }

  @Test("a reply names the comment that was selected")
  func reply() {
    var stage = Stage()
    stage.goLive(Stage.chat)
    stage.press("k", "k", "r")
    stage.type("yes")
    stage.press("enter")
    #expect(
      stage.posts.map(\.request) == [
        PostRequest(content: "yes", replyTo: Stage.chat[6].commentID)
      ])
    stage.type("and another thing")
    stage.press("enter")
    #expect(stage.posts.last?.request.replyTo == nil)
  }

  @Test("slow mode counts down where one writes")
  func slowMode() {
    var stage = Stage()
    stage.goLive { $0.slowModeSeconds = 30 }
    stage.press("i")
    stage.type("hello")
    stage.press("enter")
    let comment = Stage.comment(1, "alice", "hello")
    stage.frame(
      .ack(
        .comment(
          key: stage.posts[0].key, seq: comment.seq, commentID: comment.commentID, state: .visible))
    )
    stage.arrive([comment])
    stage.pass(.seconds(10))
    #expect(stage.row(-2).hasSuffix("20 s"))
    stage.pass(.seconds(20))
    #expect(stage.row(-2).hasSuffix("500"))
  }
}

@Suite struct PasteTests {
  @Test("a pasted line is inserted and never sent or obeyed", arguments: ["q", "G\n", ":quit\r\n"])
  func oneLine(_ pasted: String) {
    var stage = Stage()
    stage.goLive()
    stage.send(.terminal(.paste(pasted)))
    #expect(stage.model.inputContext == .composing)
    #expect(stage.posts.isEmpty)
    #expect(!stage.effects.contains(.quit))
    #expect(stage.model.compose.editor.text == pasted.filter { !$0.isNewline })
  }

  @Test("several lines are asked about, and become one", arguments: [true, false])
  func severalLines(_ isConfirmed: Bool) {
    var stage = Stage()
    stage.goLive()
    stage.press("i")
    stage.type("see: ")
    stage.send(.terminal(.paste("one\ntwo\r\nthree\n")))
    #expect(stage.row(-1).contains("Paste 3 lines as one?"))
    stage.type("zG")
    #expect(stage.model.inputContext == .question)
    stage.press(isConfirmed ? "y" : "n")
    #expect(stage.model.compose.editor.text == (isConfirmed ? "see: one two three" : "see: "))
    #expect(stage.posts.isEmpty)
  }
}

@Suite struct HeldPostTests {
  @Test("an own comment that is held stands in the feed, for its author alone")
  func held() {
    var mine = Stage.comment(2, "alice", "see my page")
    mine.state = .held
    for (reader, isShown) in [(Stage.alice, true), (nil, false)] {
      var stage = Stage()
      stage.goLive([Stage.comment(1, "bob", "hello"), mine], you: reader)
      #expect(stage.screen().contains("[held for review] see my page") == isShown)
    }
  }
}
