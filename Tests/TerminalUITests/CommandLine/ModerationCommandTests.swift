import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct ModerationCommandTests {
  @Test(
    "lines become moderation commands",
    arguments: [
      (
        "mute alice 10m spam",
        ModerationCommand.mute(user: "alice", .stream, seconds: 600, reason: "spam")
      ),
      ("mute alice", .mute(user: "alice", .stream, seconds: nil, reason: nil)),
      (
        "mute \"a name\" 1w off topic",
        .mute(user: "a name", .stream, seconds: 604_800, reason: "off topic")
      ),
      ("mute alice * 1h raid", .mute(user: "alice", .everywhere, seconds: 3_600, reason: "raid")),
      ("unmute @alice sorry", .unmute(user: "@alice", .stream, reason: "sorry")),
      ("unmute alice *", .unmute(user: "alice", .everywhere, reason: nil)),
      ("purge alice 5m", .purge(user: "alice", seconds: 300, reason: nil)),
      ("purge alice raid", .purge(user: "alice", seconds: nil, reason: "raid")),
      ("shadow bob", .shadowBan(user: "bob", reason: nil)),
      ("lift bob", .liftShadowBan(user: "bob", reason: nil)),
      ("slow 10", .slowMode(seconds: 10)), ("slow off", .slowMode(seconds: 0)),
      ("slow 2m", .slowMode(seconds: 120)), ("lock", .lock(reason: nil)),
      ("unlock over", .unlock(reason: "over")), ("level hot", .level(.fixed(.hot))),
      ("level auto", .level(.auto)), ("rules links hold", .rule("links", .hold)),
      ("rules first-comment off", .rule("first_comment", .off)),
      ("delete off topic", .comments(.delete, reason: "off topic")),
      ("restore", .comments(.restore, reason: nil)), ("pin", .comments(.pin, reason: nil)),
      ("undo", .undo),
    ])
  func parse(_ line: String, _ command: ModerationCommand) throws {
    #expect(try Command.parse(line) == .moderate(command))
  }

  @Test(
    "what is wrong with a line is said precisely",
    arguments: [
      ("mute", ":mute needs a user: :mute USER [*] [10m] [REASON]"),
      ("mute bob 10", ":mute … 10: that is no length of time; say 10s, 10m, 10h"),
      ("mute bob 10mm spam", ":mute … 10mm: that is no length of time; say 30s, 10m, 1h30m, 7d"),
      ("purge bob 5mim", ":purge … 5mim: that is no length of time; say 30s, 10m, 1h30m, 7d"),
      ("slow", ":slow takes seconds, such as :slow 10, or off"),
      ("slow -3", ":slow takes seconds, such as :slow 10, or off"),
      ("level warm", ":level takes auto, normal, busy, hot or critical"),
      ("rules lnks hold", "there is no rule lnks; did you mean links?"),
      ("rules links", ":rules links takes off, flag, hold or reject"),
      ("pin this", ":pin takes nothing after it, not this"),
      ("mute \"bob", "a closing \" is missing"),
      ("mtue bob", "there is no command :mtue; did you mean :mute?"),
    ])
  func problems(_ line: String, _ message: String) {
    #expect(throws: CommandProblem(message: message)) { try Command.parse(line) }
  }

  private func run(_ line: String, _ comments: [LiveComments.Comment], you: User = Stage.ana)
    -> Stage
  {
    var stage = Stage(columns: 120)
    stage.goLive(comments, you: you)
    stage.press(":")
    stage.type(line)
    stage.press("enter")
    return stage
  }

  private let comments = [
    Stage.comment(1, "alice", "hi"), Stage.comment(2, "Bob B", "ho"), Stage.comment(3, "zed", "x"),
  ]

  @Test(
    "names and ids find users who wrote into the feed, whatever the case",
    arguments: [
      ("alice", "u-alice"), ("@ALICE", "u-alice"), ("u-alice", "u-alice"), ("id:u-zed", "u-zed"),
      ("\"bob b\"", "u-Bob B"), ("id:never-seen", "never-seen"),
    ])
  func users(_ name: String, _ userID: String) {
    let stage = run("mute \(name) 10m", comments)
    #expect(stage.decisions.map(\.request.userID?.rawValue) == [userID])
  }

  @Test("a name that nobody has, or two have, does nothing and says so")
  func unresolved() {
    let nobody = run("mute alcie 10m", comments)
    #expect(nobody.decisions.isEmpty)
    #expect(nobody.said.contains("nobody in the feed is called alcie; did you mean alice?"))
    var other = Stage.comment(4, "alice", "me too")
    other.userID = "u-other"
    let two = run("mute alice 10m", comments + [other])
    #expect(two.decisions.isEmpty)
    #expect(two.said.contains("2 users are called alice: id:u-alice, id:u-other"))
  }

  @Test("purge, shadow and lock ask first; the typed reason goes along")
  func asking() {
    for line in ["purge alice 5m raid", "shadow alice raid", "lock raid"] {
      var stage = run(line, comments)
      #expect(stage.decisions.isEmpty && stage.model.inputContext == .question)
      stage.press("y")
      #expect(stage.decisions.map(\.request.reason) == ["raid"])
    }
  }

  @Test("a mute in every stream asks first, and is taken back by an unmute in every stream")
  func everywhere() {
    var stage = run("mute alice * 10m raid", comments, you: Stage.owner)
    #expect(stage.decisions.isEmpty)
    #expect(stage.said.contains("Mute alice in EVERY stream for 10 m?"))
    stage.press("y")
    #expect(
      stage.decisions.map(\.request) == [
        ModerationRequest(
          action: .mute, userID: "u-alice", scope: "*", durationSeconds: 600, reason: "raid")
      ])
    stage.press("u")
    #expect(
      stage.decisions.last?.request
        == ModerationRequest(action: .unmute, userID: "u-alice", scope: "*"))
  }

  @Test("a mute in every stream is the owner's", arguments: ["mute alice *", "unmute alice *"])
  func everywhereByModerator(_ line: String) {
    let stage = run(line, comments)
    #expect(stage.decisions.isEmpty && stage.model.inputContext != .question)
    #expect(stage.said.contains("only owners mute in every stream: you are a moderator"))
  }

  @Test("a viewer's moderation command is refused here, and never posted")
  func viewer() {
    for line in ["mute alice", "slow 10", "lock", "rules links hold", "unlock", "undo"] {
      let stage = run(line, comments, you: Stage.alice)
      #expect(stage.decisions.isEmpty && stage.posts.isEmpty && stage.inquiries.isEmpty)
      #expect(stage.said.contains("you are a viewer"))
    }
  }

  @Test(
    "Tab completes users, levels, rules and what they do; several are listed",
    arguments: [
      ("mute al", "mute alice"), ("mute bo", "mute \"Bob B\""), ("level cr", "level critical"),
      ("rules fi", "rules first_comment"), ("rules links rej", "rules links reject"),
      ("mu", "mute "),
    ])
  func completion(_ typed: String, _ completed: String) {
    var stage = Stage()
    stage.goLive(comments, you: Stage.ana)
    stage.press(":")
    stage.type(typed)
    stage.press("tab")
    #expect(stage.model.commandLine.text == completed)
    stage.press("esc", ":")
    stage.type("re")
    stage.press("tab")
    #expect(stage.said.contains("reconnect  react  restore  reject"))
  }
}
