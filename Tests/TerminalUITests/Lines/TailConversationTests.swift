import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct TailConversationTests {
  private func conversation(givesBack: Bool = true) -> TailConversation {
    TailConversation(
      TailLog(format: .plain(CommentLine { _ in 0 })),
      check: givesBack ? TailConversation.Check { $0 } : nil)
  }

  @Test("a line is submitted; one that is too long is given back where it can be")
  func length() {
    var conversation = conversation()
    #expect(
      conversation.typed(["hello"], key: "k")
        == [.submit(.post(key: "k", PostRequest(content: "hello")))])
    let long = String(repeating: "x", count: 501)
    #expect(
      conversation.typed([long], key: "k") == [.note("1 character too many"), .giveBack(long)])
    var plain = self.conversation(givesBack: false)
    #expect(
      plain.typed([long], key: "k") == [.submit(.post(key: "k", PostRequest(content: long)))])
  }

  @Test("while a lock keeps one from posting, the line is given back")
  func locked() {
    var stage = Stage()
    stage.goLive { $0.locked = true }
    var conversation = conversation()
    _ = conversation.take([], stage.model.session)
    #expect(
      conversation.typed(["hello"], key: "k")
        == [.note("the stream is locked: only moderators post"), .giveBack("hello")])
    stage.moderate(.unlock, .visible)
    _ = conversation.take([], stage.model.session)
    #expect(conversation.typed(["hello"], key: "k").count == 1)
  }

  @Test("what a full outbox refuses is said, and given back as it was typed")
  func fullOutbox() {
    var configuration = Session.Configuration()
    configuration.outboxLimit = 1
    var session = Session(streamID: Stage.streamID, configuration: configuration, seed: 1)
    var conversation = conversation()
    var last: [TailConversation.Output] = []
    for (key, line) in [("a", "one"), ("b", "//two")] {
      for case .submit(let input) in conversation.typed([line], key: key) {
        last = conversation.take(session.handle(input, at: Instant(milliseconds: 0)), session)
      }
    }
    #expect(last.last == .giveBack("//two"))
    #expect(last.count == 2)
  }

  @Test(
    "a line that was given back and is entered again takes the refused one's place: it is posted once"
  )
  func enteredAgain() {
    var configuration = Session.Configuration()
    configuration.outboxLimit = 1
    var session = Session(streamID: Stage.streamID, configuration: configuration, seed: 1)
    var conversation = conversation()
    for (key, line) in [("a", "one"), ("b", "two")] {
      for case .submit(let input) in conversation.typed([line], key: key) {
        _ = conversation.take(session.handle(input, at: Instant(milliseconds: 0)), session)
      }
    }
    let again = conversation.typed(["two"], key: "c")
    #expect(
      again == [
        .submit(.discard(key: "b")), .submit(.post(key: "c", PostRequest(content: "two"))),
      ])
    #expect(
      conversation.typed(["two"], key: "d")
        == [.submit(.post(key: "d", PostRequest(content: "two")))])
  }

  @Test("what the server refuses is sent again or forgotten by its key")
  func refused() {
    var stage = Stage()
    stage.goLive()
    var conversation = conversation()
    #expect(conversation.typed(["/retry"], key: "k") == [.note("nothing was refused")])
    stage.press("i")
    stage.type("hello")
    stage.press("enter")
    let key = stage.posts.first?.key ?? ""
    stage.refuse(key, .rejected, "no")
    _ = conversation.take([], stage.model.session)
    #expect(conversation.typed(["/retry"], key: "k") == [.submit(.retry(key: key))])
    #expect(
      conversation.typed(["/discard"], key: "k")
        == [.submit(.discard(key: key)), .note("forgotten")])
  }

  @Test("leaving with something unsent is asked about; the end of the input is not")
  func leaving() {
    var session = Session(streamID: Stage.streamID, seed: 1)
    var conversation = conversation()
    _ = conversation.take(
      session.handle(
        .post(key: "a", PostRequest(content: "x")), at: Instant(milliseconds: 0)), session)
    #expect(conversation.typed(["/quit"], key: "k").first != .left)
    #expect(conversation.typed(nil, key: "k") == [.left])
  }
}
