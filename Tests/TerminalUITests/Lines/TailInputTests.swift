import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct TailInputTests {
  /// A log that has printed these, the number being the position.
  private func log(_ names: String...) throws -> TailLog {
    var log = TailLog(format: .plain(CommentLine { _ in 0 }))
    for (index, name) in names.enumerated() {
      _ = log.line(try LinesTests.comment(index + 1, name: name))
    }
    return log
  }

  private func take(_ line: String, _ log: TailLog, unsent: Int = 0) -> TailInput.Deed {
    var input = TailInput()
    return input.take([line], log, unsent: unsent)
  }

  @Test(
    "a line is a comment, unless it is a command",
    arguments: [
      ("hello there", TailInput.Deed.post(PostRequest(content: "hello there"))),
      ("  hello  ", .post(PostRequest(content: "hello"))),
      ("//shrug", .post(PostRequest(content: "/shrug"))),
      ("", .say([])), ("   ", .say([])), ("/quit", .quit), ("/q", .quit), ("/retry", .retry),
      ("/discard", .discard), ("/help", .say(TailInput.help)),
      ("/hepl", .say(["there is no command /hepl; did you mean /help?"])),
      ("/zzzzzzzz", .say(["there is no command /zzzzzzzz; /help lists them"])),
    ])
  func lines(_ line: String, _ deed: TailInput.Deed) throws {
    #expect(take(line, try log()) == deed)
  }

  @Test("a reply answers the newest comment of the longest name that fits")
  func reply() throws {
    let log = try log("Bo", "Bo Ek", "bo", "Ann")
    let newest = try LinesTests.comment(3).commentID
    #expect(
      take("/reply BO yes, I do", log)
        == .post(PostRequest(content: "yes, I do", replyTo: newest)))
    let longer = try LinesTests.comment(2).commentID
    #expect(take("/r bo ek no", log) == .post(PostRequest(content: "no", replyTo: longer)))
    #expect(take("/reply Zoe hi", log) == .say(["nobody of that name has written lately"]))
    #expect(take("/reply", log) == .say(["say whom and what: /reply NAME TEXT"]))
    #expect(take("/reply Ann", log) == .say(["say what to answer Ann: /reply NAME TEXT"]))
  }

  @Test("several lines that come at once are asked about, and sent as one or forgotten")
  func paste() throws {
    let log = try log()
    var input = TailInput()
    guard case .say = input.take(["rm -rf /", "", "/quit"], log, unsent: 0) else {
      Issue.record("a paste did something")
      return
    }
    #expect(
      input.take(["/send"], log, unsent: 0) == .post(PostRequest(content: "rm -rf / /quit")))
    #expect(input.take(["/send"], log, unsent: 0) == .say(["nothing was pasted"]))
    _ = input.take(["one", "two"], log, unsent: 0)
    #expect(input.take(["/drop"], log, unsent: 0) == .say(["forgotten"]))
    #expect(input.take(["/send"], log, unsent: 0) == .say(["nothing was pasted"]))
  }

  @Test("what is not sent yet is not left behind without a word")
  func unsent() throws {
    let log = try log()
    var input = TailInput()
    #expect(
      input.take(["/quit"], log, unsent: 2)
        == .say(["2 comments are not sent yet: /quit again leaves anyway"]))
    #expect(input.take(["/quit"], log, unsent: 2) == .quit)
    _ = input.take(["/quit"], log, unsent: 1)
    _ = input.take(["wait"], log, unsent: 1)
    #expect(input.take(["/quit"], log, unsent: 1) != .quit)
  }
}

@Suite struct TailCourseTests {
  private func session() throws -> Session {
    var session = Session(streamID: try #require(StreamID(rawValue: "s")), seed: 1)
    _ = session.handle(.start, at: Instant(milliseconds: 0))
    return session
  }

  @Test("what becomes of one's own comment is said")
  func outbox() throws {
    var log = TailLog(format: .plain(CommentLine { _ in 0 }))
    var session = try session()
    let actions = session.handle(
      .post(key: "k", PostRequest(content: "x")), at: Instant(milliseconds: 0))
    #expect(
      log.take(actions, session)
        == [.note("not connected: it is sent when the connection is back")])
    #expect(
      log.take([.refused(key: "j", Problem(.busy, "too many"))], session)
        == [.note("not sent: too many")])
  }

  private func event(_ action: ModerationAction) throws -> ModerationEvent {
    var generator = SeededGenerator(seed: 1)
    return ModerationEvent(
      modSeq: 1, moderationID: ModerationID(at: Stage.start, using: &generator), action: action,
      at: Stage.start, targets: nil)
  }

  @Test("what moderators do to the stream is a line; with JSON it is none")
  func moderation() throws {
    var slow = try event(.slowMode)
    slow.seconds = 30
    var mute = try event(.mute)
    mute.userID = "ann"
    mute.durationSeconds = 600
    let cases = [
      (try event(.lock), "-- a moderator locked the stream"),
      (slow, "-- a moderator set slow mode to 30 s"),
      (mute, "-- a moderator muted Ann for 10 m"),
    ]
    for (event, line) in cases {
      var log = TailLog(format: .plain(CommentLine { _ in 0 }))
      _ = log.take([.connectionChanged(.live)], try session())
      _ = log.line(try LinesTests.comment(1))
      #expect(log.take([.feed(.moderated(event))], try session()) == [.line(line)])
      var json = TailLog(format: .json)
      _ = json.take([.connectionChanged(.live)], try session())
      #expect(json.take([.feed(.moderated(event))], try session()) == [])
    }
  }

  @Test("what was decided before one joined is not told, nor what a retraction says already")
  func notTold() throws {
    var log = TailLog(format: .plain(CommentLine { _ in 0 }))
    #expect(log.take([.feed(.moderated(try event(.lock)))], try session()) == [])
    _ = log.take([.connectionChanged(.live)], try session())
    #expect(log.take([.feed(.moderated(try event(.delete)))], try session()) == [])
  }
}
