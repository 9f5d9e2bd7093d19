import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct ReactingTests {
  private func stage(columns: Int = 100) -> Stage {
    var stage = Stage(columns: columns)
    stage.goLive(Stage.comments(5))
    return stage
  }

  private func reactions(_ stage: Stage) -> [ClientFrame.React] {
    stage.sent.compactMap { if case .react(let reaction) = $0 { reaction } else { nil } }
  }

  @Test("+ and a digit react to the stream while nothing is selected")
  func toStream() {
    var stage = stage()
    stage.press("+")
    #expect(stage.said.contains("React to the stream:  1 👍  2 ❤"))
    stage.press("6")
    #expect(reactions(stage) == [ClientFrame.React(emoji: "🔥")])
    #expect(stage.said.contains("🔥 to the stream"))
  }

  @Test("+ and a digit, or an emoji that is typed, react to the selected comment")
  func toComment() {
    var stage = stage()
    stage.press("k", "+")
    #expect(stage.said.contains("React to user5's comment:"))
    stage.press("1", "+")
    stage.type("🎉")
    let id = Stage.comment(5, "user5", "comment 5").commentID
    #expect(
      reactions(stage) == [
        ClientFrame.React(emoji: "👍", commentID: id), ClientFrame.React(emoji: "🎉", commentID: id),
      ])
    #expect(stage.model.frozen != nil)
  }

  @Test("other keys choose nothing, Esc leaves it")
  func leaving() {
    var stage = stage()
    stage.press("+")
    stage.type("x0")
    #expect(stage.said.contains("React to the stream:"))
    stage.press("Esc")
    #expect(reactions(stage).isEmpty)
    #expect(stage.said.contains("left as it is"))
  }

  @Test("who cannot react is told why, and nothing is sent")
  func refused() {
    var anonymous = Stage(hasToken: false)
    anonymous.goLive(Stage.comments(2), you: nil)
    anonymous.press("+")
    #expect(anonymous.said.contains("--token-file FILE lets you react"))
    var offline = stage()
    offline.loseConnection()
    offline.press("+")
    #expect(offline.said.contains("not connected"))
    #expect(reactions(anonymous).isEmpty && reactions(offline).isEmpty)
  }

  @Test("a refusal of the server is shown")
  func error() {
    var stage = stage()
    stage.press("+", "1")
    stage.frame(
      .error(
        ServerFrame.ErrorFrame(
          code: .rateLimited, message: "you react too fast: wait a moment", temporary: true,
          retryAfterMilliseconds: 500)))
    #expect(stage.said.contains("you react too fast"))
  }

  @Test(":react takes an emoji, and a comment's id if it is to another one")
  func command() {
    var stage = stage()
    let id = Stage.comment(2, "user2", "comment 2").commentID
    for line in ["react 🔥", "react 🔥 \(id)"] {
      stage.press(":")
      stage.type(line)
      stage.press("Enter")
    }
    #expect(
      reactions(stage) == [
        ClientFrame.React(emoji: "🔥"), ClientFrame.React(emoji: "🔥", commentID: id),
      ])
    stage.press(":")
    stage.type("react fire")
    stage.press("Enter")
    #expect(stage.said.contains(":react takes an emoji"))
    #expect(reactions(stage).count == 2)
  }

  @Test("totals stand at the end of a comment's line, the most first, and move nothing")
  func totals() throws {
    var stage = stage()
    let before = stage.grid()
    let id = Stage.comment(3, "user3", "comment 3").commentID
    stage.frame(
      .reactions(
        ServerFrame.ReactionTotals(
          windowMilliseconds: 500, counts: ["🔥": 1_200, "👍": 3],
          comments: [id.rawValue: ["👍": 3, "🔥": 12_345, "😂": 4, "🎉": 1, "no": 9]])))
    let row = try #require(stage.rowIndex(of: "comment 3"))
    #expect(stage.row(row).hasSuffix("🔥12.3k 😂4 👍3"))
    let after = stage.grid()
    for other in 0..<after.rows where other != row {
      #expect(after.line(other) == before.line(other))
    }
    stage.press("S")
    let stream = try #require(stage.rowIndex(of: "🔥1200"))
    #expect(stage.row(stream).contains("👍3"))
  }

  @Test("the stream's totals are broken between them, never between an emoji and its count")
  func streamTotals() {
    let counts = ["🎉": 357, "🔥": 288, "😮": 61, "😢": 58]
    func rows(_ columns: Int) -> [String] {
      ReactionLabel.rows(counts, columns: columns).map(\.description)
    }
    #expect(rows(40) == ["🎉357  🔥288  😮61  😢58"])
    #expect(rows(19) == ["🎉357  🔥288  😮61", "😢58"])
    #expect(rows(17) == ["🎉357  🔥288", "😮61  😢58"])
    #expect(rows(3) == ["🎉357", "🔥288", "😮61", "😢58"])
  }

  @Test(
    "as many totals as there is room for",
    arguments: [(40, "🔥12 👍3"), (8, "🔥12 👍3"), (7, "🔥12"), (4, "🔥12"), (3, nil), (-5, nil)]
      as [(Int, String?)])
  func room(_ columns: Int, _ text: String?) {
    #expect(ReactionLabel.text(["👍": 3, "🔥": 12], columns: columns) == text.map { SafeText($0) })
    #expect(ReactionLabel.text([:], columns: columns) == nil)
  }
}
