import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite("The countdown of slow mode")
struct SlowModeCountdownTests {
  /// Live in a slow mode of 30 s, with a post sent. The two clocks agree unless `ahead` says how far
  /// the terminal's is.
  private func posted(ahead: Duration = .zero) -> Stage {
    var stage = Stage()
    stage.goLive { $0.slowModeSeconds = 30 }
    stage.model.clock.time.milliseconds += ahead.components.seconds * 1_000
    stage.frame(
      .heartbeat(
        ServerFrame.Heartbeat(at: Stage.start, latestSeq: .zero, latestModSeq: .zero)))
    stage.press("i")
    stage.type("hello")
    stage.press("enter")
    return stage
  }

  /// The comment that the post became when the server's clock said so many seconds after the start.
  private func comment(after seconds: Int64, _ state: CommentState = .visible)
    -> LiveComments.Comment
  {
    let time = Timestamp(milliseconds: Stage.start.milliseconds + seconds * 1_000)
    var generator = SeededGenerator(seed: 1)
    return Comment(
      streamID: Stage.streamID, seq: Seq.zero.advanced(by: 1),
      commentID: CommentID(at: time, using: &generator), userID: Stage.alice.userID,
      userName: Stage.alice.userName, role: .viewer, content: "hello", createdAt: time,
      state: state)
  }

  private func acknowledge(_ comment: LiveComments.Comment, in stage: inout Stage) {
    stage.frame(
      .ack(
        .comment(
          key: stage.posts[0].key, seq: comment.seq, commentID: comment.commentID,
          state: comment.state)))
  }

  @Test("a post that is held starts it, and its approval does not start it again")
  func held() {
    var stage = posted()
    var comment = comment(after: 0, .held)
    acknowledge(comment, in: &stage)
    #expect(stage.model.slowModeSecondsLeft == 30)
    stage.pass(.seconds(12))
    comment.state = .visible
    let approved = comment
    stage.moderate(.approve, .visible, [comment]) { $0.comments = [approved] }
    #expect(stage.model.session.outbox.entries.isEmpty)
    #expect(stage.model.slowModeSecondsLeft == 18)
  }

  @Test(
    "it counts from when the server took the comment, whatever the clocks say",
    arguments: [Duration.zero, .seconds(-3_600), .seconds(3), .seconds(86_400)])
  func late(ahead: Duration) {
    var stage = posted(ahead: ahead)
    stage.pass(.seconds(10))
    acknowledge(comment(after: 2), in: &stage)
    #expect(stage.model.slowModeSecondsLeft == 22)
  }

  @Test("a comment of the same user from another client starts it")
  func otherClient() {
    var stage = posted()
    stage.pass(.seconds(5))
    stage.arrive([comment(after: 5)])
    #expect(stage.model.slowModeSecondsLeft == 30)
  }

  @Test("a refusal that says how long to wait starts it there")
  func refused() {
    var stage = posted()
    stage.frame(
      .error(
        ServerFrame.ErrorFrame(
          key: stage.posts[0].key, code: .slowMode, message: "slow mode", temporary: true,
          retryAfterMilliseconds: 21_000)))
    #expect(stage.model.slowModeSecondsLeft == 21)
    stage.pass(.seconds(6))
    #expect(stage.model.slowModeSecondsLeft == 15)
    stage.status(.hot, slowModeSeconds: 5)
    #expect(stage.model.slowModeSecondsLeft == 0)
  }
}
