import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct HeldQueueTests {
  private let held = Stage.heldComments

  private func stage() -> Stage {
    var stage = Stage(columns: 120)
    stage.goLive(Stage.chat, you: Stage.ana)
    stage.review(held)
    return stage
  }

  @Test("a moderator's client fetches the queue by itself, page by page; a viewer's does not")
  func fetching() {
    var viewer = Stage()
    viewer.goLive(Stage.chat)
    #expect(viewer.inquiries.isEmpty)
    var stage = Stage()
    stage.goLive(Stage.chat, you: Stage.ana)
    #expect(stage.inquiries == [.held(after: .zero)])
    var page = Stage.comments(Int64(Inquiry.heldPage))
    for index in page.indices { page[index].state = .held }
    stage.review(page)
    #expect(stage.inquiries.last == .held(after: 200))
    stage.send(.answered(.held(after: 200, .failure(.unreachable("gone")))))
    let before = stage.inquiries.count
    stage.pass(.seconds(5))
    #expect(stage.inquiries.count == before)
    stage.pass(.seconds(6))
    #expect(stage.inquiries.count == before + 1)
  }

  @Test("the counter stands in the status line and in the tab, and falls at the key press")
  func counter() {
    var stage = stage()
    #expect(stage.row(0).contains("4 held"))
    stage.press("H")
    #expect(stage.screen().contains("▸Held 4"))
    stage.press("a")
    #expect(stage.row(0).contains("3 held"))
    #expect(stage.decisions.map(\.request.commentIDs) == [[held[0].commentID]])
  }

  @Test("opened again, the selection is on what waits, not on what was decided before")
  func reopened() throws {
    var stage = stage()
    stage.press("H", "a")
    let key = try #require(stage.decisions.last?.key)
    stage.moderate(.approve, .visible, [held[0]]) { $0.actor = Stage.ana.userID }
    stage.accept(key, modSeq: stage.model.session.feed.lastModSeq)
    stage.press("esc", "H", "H", "a")
    #expect(stage.decisions.last?.request.commentIDs == [held[1].commentID])
  }

  @Test("oldest first; a and x decide the selected one; n and Alt-n skip what is handled")
  func working() throws {
    var stage = stage()
    stage.press("H", "a", "n", "x", "alt-n", "j")
    #expect(stage.decisions.map(\.request.action) == [.approve, .reject])
    #expect(
      stage.decisions.map(\.request.commentIDs) == [[held[0].commentID], [held[1].commentID]])
    #expect(stage.model.held.selection == held[3].commentID)
    stage.press("u")
    #expect(stage.decisions.last?.request.action == .hold)
    #expect(stage.decisions.last?.request.commentIDs == [held[1].commentID])
  }

  @Test("what another moderator handles greys out in place, with their name")
  func others() {
    var stage = stage()
    stage.press("H")
    let row = stage.rowIndex(of: "quarrel")
    stage.moderate(.reject, .deleted, [held[1]]) { $0.actor = "u-max" }
    #expect(stage.row(0).contains("3 held"))
    #expect(stage.rowIndex(of: "quarrel") == row)
    #expect(stage.screen().contains("✓ rejected by u-max"))
    stage.press("j", "a")
    #expect(stage.decisions.isEmpty)
    #expect(stage.said.contains("this comment is not held"))
  }

  @Test("what is held while one looks comes to the end; what is held again waits again")
  func live() {
    var stage = stage()
    stage.press("H")
    var comment = Stage.comment(300, "late", "buy now")
    comment.state = .held
    stage.arrive([comment])
    #expect(stage.row(0).contains("5 held"))
    stage.moderate(.approve, .visible, [held[0]])
    stage.moderate(.hold, .held, [held[0]])
    #expect(stage.row(0).contains("5 held"))
    #expect(stage.model.held.selection == held[0].commentID)
  }

  @Test("a hold of a comment that the feed does not have fetches the queue from there")
  func unknown() {
    var stage = stage()
    stage.moderate(.hold, .held, [Stage.comment(50, "old", "old")])
    #expect(stage.inquiries.last == .held(after: 49))
  }

  @Test("a purge takes the user's comments off the queue")
  func purge() {
    var stage = stage()
    stage.moderate(.purgeUser, .deleted) {
      $0.userID = held[2].userID
      $0.fromSeq = 1
      $0.uptoSeq = 100
    }
    #expect(stage.row(0).contains("3 held"))
  }

  @Test("the queue is bounded: beyond it, comments stay on the server until there is room")
  func bounded() {
    var queue = HeldQueue()
    var comments = Stage.comments(1_200)
    for index in comments.indices { comments[index].state = .held }
    queue.take(comments, after: .zero, pageSize: 2_000)
    #expect(queue.waiting == HeldQueue.capacity && queue.isCut && queue.nextPage == nil)
    for comment in comments.prefix(600) {
      queue.decided(
        comment.commentID, .visible, by: HeldQueue.Handling(actor: "ana", action: .approve))
    }
    #expect(queue.nextPage == 1_000)
  }

  @Test("a role that is lost closes the moderators' tabs")
  func demoted() {
    var stage = stage()
    stage.press("H")
    stage.loseConnection()
    stage.pass(.seconds(3))
    stage.send(.session(.opened))
    stage.welcome(you: User(userID: "u-ana", userName: "ana", role: .viewer))
    #expect(!stage.model.pane.isOpen)
    #expect(!stage.row(0).contains("held"))
  }
}
