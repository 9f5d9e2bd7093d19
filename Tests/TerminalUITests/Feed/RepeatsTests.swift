import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

/// Near-identical comments on one line, and actions that hit the one that it names.
@Suite struct RepeatsTests {
  /// Comments one second apart, each by another user.
  private static func comments(_ contents: [String], from first: Int64 = 1) -> [LiveComments
    .Comment]
  {
    contents.enumerated().map { index, content in
      var comment = Stage.comment(first + Int64(index), "user\(first + Int64(index))", content)
      comment.createdAt = Timestamp(
        milliseconds: Stage.start.milliseconds + (first + Int64(index)) * 1_000)
      return comment
    }
  }

  private static let goals = comments([
    "kick-off", "GOAL", "goal!", "gooooal", "what a pass", "Goal !!",
  ])

  private func live(
    _ comments: [LiveComments.Comment] = goals, you: User? = Stage.alice
  ) -> Stage {
    var stage = Stage()
    stage.goLive(comments, you: you)
    return stage
  }

  @Test(
    "case, spacing, punctuation and repeated letters make no difference",
    arguments: [
      ("GOAL", "goal", true), ("goal", "g o a l !!!", true), ("goal", "gooooaaal", true),
      ("😂", "😂😂😂", true), ("❤️", "❤", true), ("ÉTÉ", "été", true), ("ура", "УРААА", true),
      ("goal", "goat", false), ("100", "1000", false), ("???", "!!!", false), ("???", "?", true),
      ("", " ", true), ("a", "", false), ("日本", "日本本", true),
    ])
  func keys(_ one: String, _ other: String, _ areEqual: Bool) {
    #expect((RepeatKey(one) == RepeatKey(other)) == areEqual)
  }

  @Test("repeats are counted on the line of the first, and have none of their own")
  func folding() {
    let stage = live()
    #expect(stage.feedRows.filter { !$0.isEmpty }.count == 3)
    #expect(stage.screen().contains("user2 │ GOAL  ×4"))
    #expect(!stage.screen().contains("user4"))
  }

  @Test("what comes live is counted too")
  func arriving() {
    var stage = live()
    stage.arrive(Self.comments(["GOAL", "no"], from: 7))
    #expect(stage.screen().contains("GOAL  ×5"))
    #expect(stage.screen().contains("user8 │ no"))
  }

  @Test("after fifty comments, or thirty seconds, a repeat has a line of its own again")
  func window() {
    let others = (0..<60).map { "comment number \($0) of \(Array("abcdefgh")[$0 % 8])" }
    for count in [Repeats.window - 1, Repeats.window] {
      var repeats = Repeats()
      let all = Self.comments(["goal"] + others.prefix(count - 1) + ["goal"])
      var close = all
      for index in close.indices { close[index].createdAt = Stage.start }
      repeats.insert(close, me: nil)
      #expect(repeats.isFolded(close[count].commentID), "\(count)")
    }
    var repeats = Repeats()
    var far = Self.comments(["goal"] + others.prefix(Repeats.window + 1) + ["goal"])
    for index in far.indices { far[index].createdAt = Stage.start }
    repeats.insert(far, me: nil)
    #expect(!repeats.isFolded(far[Repeats.window + 2].commentID))
    var late = Self.comments(["goal", "goal", "goal"])
    late[1].createdAt = Timestamp(milliseconds: late[0].createdAt.milliseconds + 30_000)
    late[2].createdAt = Timestamp(milliseconds: late[0].createdAt.milliseconds + 30_001)
    repeats = Repeats()
    repeats.insert(late, me: nil)
    #expect(late.map { repeats.isFolded($0.commentID) } == [false, true, false])
  }

  @Test("replies, moderators' words, one's own and what not everybody sees are never folded")
  func exceptions() {
    var comments = Self.comments(Array(repeating: "goal", count: 5))
    comments[1].replyTo = comments[0].commentID
    comments[2].role = .moderator
    comments[3].userID = Stage.alice.userID
    comments[4].state = .held
    var repeats = Repeats()
    repeats.insert(comments, me: Stage.alice.userID)
    #expect(repeats.folded.isEmpty)
  }

  @Test(":set repeats switches it, for what is there and for what comes")
  func switching() {
    var stage = live()
    stage.command("set repeats off")
    #expect(stage.feedRows.filter { !$0.isEmpty }.count == 6)
    stage.arrive(Self.comments(["GOAL"], from: 7))
    #expect(!stage.screen().contains("×"))
    stage.command("set repeats on")
    #expect(stage.screen().contains("GOAL  ×5"))
  }

  @Test("walking up and down passes over what is folded")
  func walking() {
    var stage = live()
    var seen: [Int64] = []
    for key in ["k", "k", "k", "k", "j", "j", "j"] {
      stage.press(key)
      seen.append(stage.model.frozen?.selectedComment?.seq.rawValue ?? 0)
      #expect(stage.screen().contains("▌"))
    }
    #expect(seen == [5, 2, 1, 1, 2, 5, 5])
    stage.press("g")
    #expect(stage.model.frozen?.selectedComment?.seq == 1)
  }

  @Test("a decision hits the one comment that the line names, and says what it left")
  func deciding() {
    var stage = live(you: Stage.ana)
    stage.press("k", "k", "d")
    #expect(stage.decisions.map(\.request.commentIDs) == [[Self.goals[1].commentID]])
    #expect(stage.said.contains("none of its 3 repeats (e shows them)"))
  }

  @Test("a range marks what is seen, and not what is folded in it")
  func range() {
    var stage = live(you: Stage.ana)
    stage.press("k", "v", "k", "k", "d")
    #expect(
      stage.decisions.first?.request.commentIDs.map { Set($0) }
        == Set([0, 1, 4].map { Self.goals[$0].commentID }))
  }

  @Test("what is marked by its author is shown first")
  func markingAuthor() {
    var comments = Self.goals
    for index in [1, 3] { comments[index].userID = "u-spammer" }
    var stage = live(comments, you: Stage.ana)
    stage.press("k", "k", "*")
    #expect(stage.model.frozen?.markCount == 2)
    #expect(stage.screen().contains("gooooal"))
  }

  @Test("e gives each its own line below the first, and the selection stays")
  func unfolding() {
    var stage = live(you: Stage.ana)
    stage.press("k", "k", "e")
    #expect(stage.feedRows.filter { !$0.isEmpty }.count >= 6)
    #expect(stage.model.frozen?.selectedComment?.seq == 2)
    stage.press("j", "d")
    #expect(stage.decisions.map(\.request.commentIDs) == [[Self.goals[2].commentID]])
    stage.press("k", "e")
    #expect(stage.said.contains("this line stands for one comment"))
  }

  @Test("when the first is retracted the next stands for the rest")
  func retraction() {
    var stage = live()
    stage.moderate(.delete, .deleted, [Self.goals[1]])
    #expect(stage.screen().contains("user3 │ goal!  ×3"))
    stage.moderate(.delete, .deleted, [Self.goals[3]])
    #expect(stage.screen().contains("user3 │ goal!  ×2"))
    stage.moderate(.delete, .deleted, [Self.goals[2]])
    #expect(stage.screen().contains("user6 │ Goal !!"))
    #expect(!stage.screen().contains("×"))
  }

  @Test("to a moderator what was retracted has its own line, and the rest theirs")
  func retractionForModerators() {
    var stage = live(you: Stage.ana)
    stage.moderate(.hold, .held, [Self.goals[3]])
    #expect(stage.screen().contains("[held] gooooal"))
    #expect(stage.screen().contains("GOAL  ×3"))
    stage.moderate(.delete, .deleted, [Self.goals[1]])
    #expect(stage.screen().contains("[deleted] GOAL"))
    #expect(stage.screen().contains("goal!  ×2"))
  }

  @Test("a frozen view with repeats stands still, whatever comes and goes")
  func frozen() {
    var stage = live()
    let before = stage.feedRows.suffix(3)
    stage.press("k")
    stage.arrive(Self.comments(["GOAL", "GOAL"], from: 7))
    stage.moderate(.delete, .deleted, [Self.goals[2]])
    #expect(stage.feedRows.suffix(3).map { $0.dropFirst() } == before.map { $0.dropFirst() })
    stage.press("G")
    #expect(stage.screen().contains("GOAL  ×5"))
  }

  @Test("what the timeline drops is let go, and nothing is lost of what it holds")
  func eviction() {
    var stage = Stage()
    stage.goLive()
    for batch in 0..<8 {
      stage.arrive(
        Self.comments((0..<1_000).map { "goal \($0 % 10)" }, from: 1 + Int64(batch) * 1_000))
    }
    let timeline = stage.model.session.feed.timeline
    #expect(stage.model.repeats.folded.allSatisfy { timeline.contains($0) })
    let shown = timeline.count { !stage.model.repeats.isFolded($0.commentID) }
    let stoodFor = timeline.reduce(0) {
      $0
        + (stage.model.repeats.isFolded($1.commentID)
          ? 0 : stage.model.repeats.count(of: $1.commentID))
    }
    #expect(stoodFor == timeline.count && shown < timeline.count / 2)
  }

  @Test("repeats on a page of older comments are folded too")
  func older() {
    var stage = Stage()
    stage.goLive(Self.comments(["a", "b"], from: 101), after: 100)
    stage.press("g")
    stage.older(Self.comments(["goal", "goal", "x"], from: 98), after: 97, upTo: 100)
    #expect(stage.screen().contains("goal  ×2"))
  }

  @Test("what a filter hides takes nothing with it that is folded, and comes back with it")
  func filtered() {
    var stage = live()
    stage.command("filter from:user2")
    #expect(!stage.feedRows.contains { $0.contains("user2") })
    #expect(stage.screen().contains("user3 │ goal!  ×3"))
    stage.arrive(Self.comments(["GOAL"], from: 7))
    #expect(stage.feedRows.contains { $0.contains("user7 │ GOAL") || $0.contains("×4") })
    stage.command("unfilter all")
    #expect(stage.screen().contains("user2 │ GOAL  ×5"))
  }
}
