import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// What replies answer, and the thread of a comment by itself.
@Suite struct ThreadTests {
  private func seqs(_ stage: Stage) -> [Int64]? {
    stage.model.frozen?.content.comments.map(\.seq.rawValue)
  }

  private func live(_ you: User? = Stage.alice) -> Stage {
    var stage = Stage()
    stage.goLive(Stage.talk, you: you)
    return stage
  }

  @Test("a reply shows the name and the beginning of what it answers, where that is known")
  func quotes() {
    let stage = live()
    #expect(stage.screen().contains("│ ↳ marie_curie: Does anyone know when the second"))
    #expect(stage.screen().contains("│ ↳ an earlier comment"))
    #expect(
      stage.rowIndex(of: "↳ houston: In four").map { stage.row($0 + 1).hasSuffix("Thank you! 🚀") }
        == true)
  }

  @Test("what was retracted is not quoted, live or frozen, and nothing moves by it")
  func retracted() {
    for isFrozen in [false, true] {
      var stage = live()
      if isFrozen { stage.press("k") }
      let row = stage.rowIndex(of: "five, I think")
      stage.moderate(.delete, .deleted, [Stage.talk[0]])
      #expect(!stage.screen().contains("Does anyone know"))
      #expect(stage.rowIndex(of: "five, I think") == row)
    }
  }

  @Test("a quote that comes with older comments moves nothing")
  func quoteFromOlderPage() {
    var stage = Stage()
    stage.goLive(Array(Stage.talk.dropFirst()), after: 101)
    stage.press("k", "g")
    let row = stage.rowIndex(of: "five, I think")
    stage.older([Stage.talk[0]], after: 100, upTo: 101)
    #expect(stage.screen().contains("↳ marie_curie: Does anyone know"))
    #expect(stage.rowIndex(of: "five, I think") == row)
  }

  @Test("the thread holds the root and all answers, from wherever in it one comes")
  func whole() {
    for steps in [2, 4, 5, 7] {
      var stage = live()
      for _ in 0..<steps { stage.press("k") }
      let selection = stage.model.frozen?.selection
      stage.press("t")
      #expect(seqs(stage) == [101, 103, 104, 106], "\(steps)")
      #expect(stage.model.frozen?.selection == selection)
      #expect(stage.row(-3).contains("THREAD"))
      #expect(stage.screen().contains("thread of 4 comments"))
    }
  }

  @Test("a reply to what is not there is a thread that says so; a comment without answers is none")
  func partial() {
    var stage = live()
    stage.press("k", "k", "k", "t")
    #expect(seqs(stage) == [105])
    #expect(stage.screen().contains("what it answers is not in the view"))
    stage = live()
    stage.press("k", "t")
    #expect(stage.model.frozen?.isThread == false)
    #expect(stage.said.contains("nothing here answers this comment"))
  }

  @Test("Esc and t go back to the feed, at the comment that is selected now; G to live")
  func back() {
    for key in ["esc", "t"] {
      var stage = live()
      stage.press("k", "k", "t", "k", key)
      #expect(stage.model.frozen?.selectedComment?.seq == 104)
      #expect(stage.model.frozen?.content.comments.count == Stage.talk.count)
      stage.press("esc")
      #expect(stage.model.frozen == nil)
    }
    var stage = live()
    stage.press("k", "k", "t", "G")
    #expect(stage.model.frozen == nil && stage.model.beneath == nil)
  }

  @Test("what happens while a thread is open shows in it and in the feed beneath")
  func told() {
    var stage = live()
    stage.press("k", "k", "t")
    stage.arrive(Stage.comments(3, from: 200))
    stage.moderate(.delete, .deleted, [Stage.talk[2]])
    #expect(!stage.screen().contains("In four minutes."))
    #expect(stage.row(-3).contains("↓ 3 new"))
    stage.press("esc")
    #expect(!stage.screen().contains("In four minutes."))
    #expect(stage.row(-3).contains("↓ 3 new"))
  }

  @Test("a moderator acts in a thread as in the feed, and marks are not lost by opening one")
  func moderating() {
    var stage = live(Stage.ana)
    stage.press("k", "k", "t", "d")
    #expect(stage.decisions.map(\.request.commentIDs) == [[Stage.talk[5].commentID]])
    stage = live(Stage.ana)
    stage.press("k", "k", "space", "t")
    #expect(stage.model.frozen?.isThread == false)
    #expect(stage.said.contains("unmark first"))
  }

  @Test("comments that answer each other in a circle, or later ones, end")
  func circles() {
    var first = Stage.comment(1, "a", "one")
    var second = Stage.comment(2, "b", "two")
    first.replyTo = second.commentID
    second.replyTo = first.commentID
    var timeline = Timeline()
    _ = timeline.prepend([first, second])
    #expect(
      CommentThread(around: second.commentID, in: timeline)?.comments.map(\.seq) == [1, 2])
  }

  @Test("all comments of the selected one's author are marked in the margin, and no others")
  func author() {
    var stage = live()
    stage.press("k")
    let marked = stage.feedRows.filter { $0.hasPrefix("▏") }
    #expect(marked.count == 3)
    #expect(stage.feedRows.filter { $0.hasPrefix("▏") && $0.contains("marie_curie │") }.count == 2)
    #expect(stage.feedRows.contains { $0.hasPrefix("▌") && $0.hasSuffix("bye") })
    stage.press("G")
    #expect(!stage.screen().contains("▏"))
  }

  @Test("a search goes on over the feed beneath a thread")
  func searching() {
    var stage = live()
    stage.press("k", "k", "t", "/")
    stage.type("T-10")
    stage.press("enter", "esc", "n")
    #expect(stage.model.frozen?.selectedComment?.seq == 102)
  }
}
