import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Looking further back than what the join brought: pages of older comments, on demand.
@Suite struct ScrollbackTests {
  /// Comments 501 to 600 of a stream, looked at from the oldest that was joined.
  private func atTheTop(columns: Int = 80, rows: Int = 24) -> Stage {
    var stage = Stage(columns: columns, rows: rows)
    stage.goLive(Stage.comments(100, from: 501), after: 500)
    stage.press("g")
    return stage
  }

  @Test("nothing is asked for while the newest are read, not even when the view freezes")
  func onDemand() {
    var stage = Stage()
    stage.goLive(Stage.comments(100, from: 501), after: 500)
    stage.press("k", "k", "pageup")
    #expect(stage.olderRequests == [])
  }

  @Test(
    "whatever brings the oldest comment near asks for what is before it, once",
    arguments: ["k", "pageup", "ctrl-u", "g", "home"])
  func asking(_ key: String) {
    var stage = Stage()
    stage.goLive(Stage.comments(100, from: 501), after: 500)
    for _ in 0..<120 { stage.press(key) }
    #expect(stage.olderRequests == [500])
    #expect(stage.row(1).contains("loading older comments…"))
  }

  @Test(
    "a page that arrives moves nothing on the screen, whatever the size",
    arguments: [(60, 16), (80, 24), (200, 60)])
  func arrival(_ size: (Int, Int)) {
    var stage = atTheTop(columns: size.0, rows: size.1)
    let before = stage.feedRows
    let selection = stage.model.frozen?.selection
    stage.older(Stage.comments(100, from: 401), after: 400, upTo: 500)
    #expect(stage.feedRows.dropFirst() == before.dropFirst())
    #expect(stage.row(1).hasSuffix("comment 500"))
    #expect(stage.model.frozen?.selection == selection)
    stage.press("k")
    #expect(stage.row(1).hasSuffix("comment 500") && stage.row(1).hasPrefix("▌"))
  }

  @Test("a feed that is shorter than the screen is filled from above, and nothing else moves")
  func shortFeed() {
    var stage = Stage()
    stage.goLive(Stage.comments(5, from: 501), after: 500)
    stage.press("k")
    let rows = stage.feedRows
    stage.older(Stage.comments(100, from: 401), after: 400, upTo: 500)
    #expect(Array(stage.feedRows.suffix(5)) == Array(rows.suffix(5)))
    #expect(stage.row(1).contains("comment 486"))
  }

  @Test("page after page, down to the beginning of the stream")
  func toTheBeginning() {
    var stage = atTheTop()
    for end in [500, 400, 300, 200, 100] as [Int64] {
      let seq = Seq.zero.advanced(by: end)
      #expect(stage.olderRequests.last == seq)
      stage.older(
        Stage.comments(100, from: end - 99), after: seq.advanced(by: -100), upTo: seq)
      stage.press("g")
    }
    #expect(stage.row(1).contains("beginning of the stream"))
    #expect(stage.row(2).contains("comment 1"))
    #expect(stage.olderRequests.count == 5)
    stage.press("k", "k", "pageup", "g")
    #expect(stage.olderRequests.count == 5)
  }

  @Test(
    "a failure is shown, and tried again only by going up at the top",
    arguments: ["k", "pageup", "ctrl-u", "g"])
  func failure(_ key: String) {
    var stage = atTheTop()
    stage.send(.session(.olderPage(upTo: 500, .failure(.unreachable("no route to host")))))
    #expect(stage.row(1).contains("older comments: no route to host (k tries again)"))
    stage.pass(.seconds(60))
    stage.press("j", "k")
    #expect(stage.olderRequests == [500])
    stage.press(key)
    #expect(stage.olderRequests == [500, 500])
    #expect(stage.row(1).contains("loading older comments…"))
  }

  @Test("what was retracted before the page came is not in it, and what is retracted later goes")
  func moderation() {
    var stage = atTheTop()
    let before = stage.model.session.feed.lastModSeq
    stage.moderate(.delete, .deleted, Stage.comments(1, from: 500))
    stage.older(Stage.comments(100, from: 401), after: 400, upTo: 500, reflecting: before)
    #expect(stage.row(1).contains("comment 499"))
    stage.moderate(.delete, .deleted, Stage.comments(1, from: 499))
    #expect(stage.row(1).contains("— removed —"))
    stage.moderate(.purgeUser) {
      $0.userID = "u-user1"
      $0.fromSeq = 1
      $0.uptoSeq = 600
    }
    #expect(!stage.screen().contains("user1 │ comment"))
  }

  @Test("a moderator acts on an older comment as on any other")
  func deciding() {
    var stage = Stage()
    stage.goLive(Stage.comments(100, from: 501), after: 500, you: Stage.ana)
    stage.press("g")
    stage.older(Stage.comments(100, from: 401), after: 400, upTo: 500)
    stage.press("k", "d")
    let target = Stage.comments(1, from: 500)[0].commentID
    #expect(stage.decisions.map(\.request.commentIDs) == [[target]])
  }

  @Test("who goes back to live forgets the page that was asked for")
  func thawed() {
    var stage = atTheTop()
    stage.press("G")
    stage.arrive(Stage.comments(20, from: 601))
    stage.older(Stage.comments(100, from: 401), after: 400, upTo: 500)
    #expect(stage.model.frozen == nil)
    #expect(stage.model.session.feed.timeline.first?.seq == 501)
  }

  @Test("a log that began anew has nothing older for this view, and says so")
  func otherEpoch() {
    var stage = Stage()
    stage.goLive(Stage.comments(100, from: 501), after: 500)
    stage.press("k")
    stage.loseConnection()
    stage.pass(.seconds(40))
    stage.send(.session(.opened))
    // The name satisfies the pattern of its type.
    stage.welcome(resume: .reset, reason: .epoch, epoch: Epoch(rawValue: "epoch-2")!)
    stage.press("g")
    #expect(stage.olderRequests == [])
    #expect(stage.row(1).contains("the server's log has begun anew"))
  }

  @Test("what the server no longer holds is said so")
  func trimmed() {
    var stage = atTheTop()
    let problem = Problem(.reset, "trimmed", reason: .trimmed)
    stage.send(.session(.olderPage(upTo: 500, .failure(.refused(problem)))))
    #expect(stage.row(1).contains("the server no longer holds them"))
  }

  @Test("a full view lets its newest go, says so, and counts no arrival wrongly")
  func full() {
    let all = Stage.comments(Int64(FrozenFeed.capacity) + 40, from: 600)
    var frozen = FrozenFeed(
      content: FeedContent(comments: Timeline(), marks: FeedMarks()),
      scroll: FeedScroll(index: 0, line: 0),
      scrollback: Scrollback(epoch: Stage.epoch, floor: 20_590), newestSeq: 20_639, pinnedRows: 0)
    frozen.prepend(all.suffix(50), downTo: 20_590)
    frozen.prepend(all.dropLast(50), downTo: 599)
    #expect(frozen.content.comments.count == FrozenFeed.capacity)
    #expect(frozen.content.comments.first?.seq == 600)
    #expect(
      frozen.content.marksAfter(FrozenFeed.capacity - 1).map(\.text) == [
        "newer comments have left this view"
      ])
    let gone = all.suffix(40)
    frozen.inserted(Array(gone))
    frozen.retracted(gone.map(\.commentID))
    #expect(frozen.newComments == 0)
  }
}
