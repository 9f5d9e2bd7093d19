import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// When a comment was written, as the feed tells it.
@Suite struct TimesTests {
  @Test(
    "an age is told in at most four columns",
    arguments: [
      (-5_000, "now"), (0, "now"), (59, "now"), (60, "1m"), (3_599, "59m"), (3_600, "1h"),
      (86_399, "23h"), (86_400, "1d"), (999 * 86_400, "999d"), (1_000 * 86_400, "old"),
    ] as [(Int64, String)])
  func ages(_ seconds: Int64, _ text: String) {
    let now = Stage.start.milliseconds - Stage.start.milliseconds % 10_000
    #expect(
      Age.text(
        from: Timestamp(milliseconds: now - seconds * 1_000), to: Timestamp(milliseconds: now))
        == text)
  }

  @Test("ages at the ends of time trap nowhere", arguments: [Int64.min, 0, .max])
  func extremes(_ milliseconds: Int64) {
    let time = Timestamp(milliseconds: milliseconds)
    #expect(Age.text(from: time, to: Stage.start).utf8.count <= 4)
    _ = DaySeparator.words(from: time, to: Stage.start, utcOffset: 50_400)
    _ = DaySeparator.words(from: Stage.start, to: time, utcOffset: -43_200)
  }

  @Test("ages change together, every ten seconds, and a clock message is asked for then")
  func steps() {
    var stage = Stage()
    stage.goLive(Stage.chat)
    stage.press(":")
    stage.type("set times relative")
    stage.press("enter")
    let due = stage.model.nextDeadline
    #expect(due.map { $0 <= stage.model.clock.instant + .seconds(1) } == true)
    #expect(stage.rowIndex(of: " now") != nil)
    stage.pass(.seconds(130))
    #expect(stage.rowIndex(of: "  2m") != nil)
  }

  @Test(":set times changes how times are told at once", arguments: TimeStyle.allCases)
  func setting(_ style: TimeStyle) {
    var stage = Stage()
    stage.goLive(Stage.chat)
    stage.press(":")
    stage.type("set times \(style.rawValue)")
    stage.press("enter")
    #expect(stage.model.settings.times == style)
    #expect((stage.rowIndex(of: "14:05") != nil) == (style == .absolute))
    #expect(stage.said.contains("times: \(style.rawValue)"))
  }

  @Test(
    ":set says what it takes",
    arguments: [
      ("set", ":set takes a name and a value"), ("set time none", "did you mean times?"),
      ("set times", ":set times takes absolute|relative|none"),
      ("set times soon", ":set times takes absolute|relative|none"),
    ])
  func refused(_ line: String, _ words: String) {
    #expect {
      try Command.parse(line)
    } throws: {
      ($0 as? CommandProblem)?.message.contains(words) == true
    }
  }

  @Test("a line stands between two days of the viewer's calendar")
  func days() {
    func comment(_ seq: Int64, _ time: String) -> LiveComments.Comment {
      var comment = Stage.comment(seq, "user", "comment \(seq)")
      comment.createdAt = Timestamp(rfc3339: time) ?? Stage.start
      return comment
    }
    var stage = Stage()
    stage.model.clock.utcOffset = 3_600
    stage.goLive([
      comment(1, "2026-01-30T22:59:59.000Z"), comment(2, "2026-01-30T23:00:00.000Z"),
      comment(3, "2026-01-30T22:59:59.900Z"), comment(4, "2026-02-28T23:30:00.000Z"),
    ])
    let rows = Array(stage.feedRows.suffix(6))
    #expect(rows[0].hasSuffix("comment 1"))
    #expect(rows[1].contains(" Saturday, 2026-01-31 "))
    #expect(rows[2].hasSuffix("comment 2"))
    // Times order nothing: what was written before midnight and comes after it begins no day.
    #expect(rows[3].hasSuffix("comment 3"))
    #expect(rows[4].contains(" Sunday, 2026-03-01 "))
    #expect(rows[5].hasSuffix("comment 4"))
  }

  @Test("the feed moves as one with its separators: frozen, it is the same rows")
  func frozen() {
    var stage = Stage()
    stage.goLive(
      (1...60 as ClosedRange<Int64>).map { seq in
        var comment = Stage.comment(seq, "user", "comment \(seq)")
        comment.createdAt.milliseconds += seq / 3 * 86_400_000
        return comment
      })
    let before = stage.feedRows
    stage.press("k")
    #expect(stage.feedRows.map { $0.dropFirst() } == before.map { $0.dropFirst() })
    for key in Array(repeating: "k", count: 60) + Array(repeating: "j", count: 60) {
      stage.press(key)
      #expect(stage.feedRows.contains { $0.hasPrefix("▌") })
    }
  }
}
