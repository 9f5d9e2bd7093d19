import ClientCore
import LiveComments
import Testing

@testable import TerminalUI

@Suite struct LinesTests {
  static func comment(
    _ number: Int, _ content: String = "hi", state: CommentState = .visible, role: Role = .viewer,
    name: String = "Ann"
  ) throws -> LiveComments.Comment {
    let id = try #require(
      CommentID(rawValue: "0190f1a0-0000-7000-8000-\(String(100_000_000_000 + number))"))
    return LiveComments.Comment(
      streamID: try #require(StreamID(rawValue: "s")),
      seq: try #require(Seq(rawValue: Int64(number))), commentID: id, userID: "ann", userName: name,
      role: role, content: content,
      createdAt: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 1_000), state: state)
  }

  @Test("a line tells time, state, role, name and text, and never breaks")
  func line() throws {
    let line = CommentLine { _ in 60 }
    #expect(line.text(try Self.comment(0)) == "23:13:20 Ann: hi")
    #expect(
      line.text(try Self.comment(1, "x", state: .held, role: .moderator))
        == "23:13:21 [held] [moderator] Ann: x")
    let hostile = line.text(try Self.comment(2, "a\u{1B}[2J\nb\u{202E}c", name: "A\u{9B}n\rn"))
    #expect(!hostile.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(!hostile.unicodeScalars.contains("\u{202E}"))
  }

  @Test("a reply says whom it answers, a retraction whose comment is gone but not what it said")
  func references() throws {
    let line = CommentLine { _ in 0 }
    let parent = try Self.comment(0, "secret")
    #expect(
      line.text(try Self.comment(1, "yes", name: "Bob"), answering: parent)
        == "22:13:21 Bob (to Ann): yes")
    #expect(
      line.retraction(of: parent) == "-- the comment of Ann at 22:13:20 was retracted")
    #expect(line.retraction(of: nil) == "-- an older comment was retracted")
  }

  @Test("JSON is safe to look at, and says the same")
  func json() throws {
    let content =
      "a\u{7F}b\u{85}c\u{9B}d\u{202E}e\u{200D}f\u{E0041}g\u{2028}h \u{1F389} é \"q\" \\ \u{1}"
    let comment = try Self.comment(0, content)
    let text = try JSONLine.text(comment)
    #expect(!text.contains("\n"))
    let unsafe: [Unicode.GeneralCategory] = [.control, .format, .lineSeparator]
    #expect(!text.unicodeScalars.contains { unsafe.contains($0.properties.generalCategory) })
    #expect(text.contains("🎉") && text.contains("\\u202e") && text.contains("\\udb40\\udc41"))
    #expect(try WireCodec.decode(LiveComments.Comment.self, from: text.utf8) == comment)
  }

  @Test(
    "progress fits the columns there are",
    arguments: [
      (80, "████████▎                               ▏ 20%  700/3,357  281/s  0:09 left"),
      (48, "██▋          ▏ 20%  700/3,357  281/s  0:09 left"),
      (40, "20%  700/3,357  281/s  0:09 left"),
      (30, "20%  700/3,357  281/s  0:09 le"), (0, ""),
    ])
  func progress(columns: Int, text: String) {
    let line = ProgressLine(done: 700, total: 3_357, rate: 281.4, timeLeft: .seconds(9))
    #expect(line.text(columns: columns) == text)
    #expect(text.count <= columns)
  }

  @Test("an ASCII terminal gets an ASCII bar")
  func ascii() {
    let line = ProgressLine(done: 1, total: 2, rate: 0.5, timeLeft: .seconds(3_725), remark: "busy")
    #expect(
      line.text(columns: 60, ascii: true)
        == "[###########...........] 50%  1/2  0.5/s  1:02:05 left  busy")
  }

  @Test("nothing to do is done")
  func empty() {
    let line = ProgressLine(done: 0, total: 0, rate: 0, timeLeft: nil)
    #expect(line.figures == "100%  0/0  0.0/s")
  }
}

@Suite struct TailLogTests {
  private func session() throws -> Session {
    Session(streamID: try #require(StreamID(rawValue: "s")), seed: 1)
  }

  private func log(hidesJoin: Bool = false) -> TailLog {
    TailLog(format: .plain(CommentLine { _ in 0 }), hidesJoin: hidesJoin)
  }

  @Test("comments are printed as they come, retractions as lines of their own")
  func lines() throws {
    var log = log()
    let comment = try LinesTests.comment(1)
    #expect(
      log.take([.feed(.inserted([comment]))], try session()) == [.line("22:13:21 Ann: hi")])
    #expect(
      log.take([.feed(.retracted([comment.commentID]))], try session())
        == [.line("-- the comment of Ann at 22:13:21 was retracted")])
  }

  @Test("a feed that joins again prints nothing twice")
  func rejoin() throws {
    var log = log()
    let session = try session()
    let comments = try (1...3).map { try LinesTests.comment($0) }
    #expect(log.take([.feed(.inserted(Array(comments.prefix(2))))], session).count == 2)
    let again: [SessionAction] = [.feed(.cleared(.rejoined)), .feed(.inserted(comments))]
    #expect(log.take(again, session) == [.line("22:13:23 Ann: hi")])
  }

  @Test("another log is printed from its beginning")
  func reset() throws {
    var log = log()
    let session = try session()
    let comment = try LinesTests.comment(5)
    _ = log.take([.feed(.inserted([comment]))], session)
    let outputs = log.take(
      [.feed(.cleared(.reset(.epoch))), .feed(.inserted([try LinesTests.comment(1)]))], session)
    #expect(outputs.last == .line("22:13:21 Ann: hi"))
    guard case .note = outputs.first else {
      Issue.record("the reader is not told: \(outputs)")
      return
    }
  }

  @Test("what was there can be hidden, and is still known to retractions")
  func hidden() throws {
    var log = log(hidesJoin: true)
    let session = try session()
    let comment = try LinesTests.comment(1)
    #expect(log.take([.feed(.inserted([comment]))], session) == [])
    #expect(log.take([.connectionChanged(.live)], session) == [])
    #expect(
      log.take([.feed(.retracted([comment.commentID]))], session)
        == [.line("-- the comment of Ann at 22:13:21 was retracted")])
    #expect(log.take([.feed(.inserted([try LinesTests.comment(2)]))], session).count == 1)
  }

  @Test("an interruption is told once, and so is its end")
  func interruption() throws {
    var log = log()
    let session = try session()
    _ = log.take([.connectionChanged(.live)], session)
    let lost = ConnectionState.waiting(
      until: Instant(milliseconds: 0), attempt: 1, because: .closed(nil, ""))
    #expect(
      log.take([.connectionChanged(lost)], session)
        == [.note("the connection was lost; trying again")])
    #expect(log.take([.connectionChanged(lost)], session) == [])
    #expect(
      log.take([.connectionChanged(.live), .caughtUp(comments: 2)], session)
        == [.note("connected again; caught up with 2 comments")])
    #expect(
      log.take([.connectionChanged(.stalled), .connectionChanged(.live)], session)
        == [.note("no sign of life from the server"), .note("the server answers again")])
  }

  @Test("a session that cannot begin has failed")
  func failure() throws {
    var log = log()
    let lost = ConnectionState.waiting(
      until: Instant(milliseconds: 0), attempt: 1, because: .unreachable("no route"))
    #expect(log.take([.connectionChanged(lost)], try session()) == [.failed("no route")])
    let refused = ConnectionState.stopped(.refused(Problem(.forbidden, "not you")))
    #expect(
      log.take([.connectionChanged(refused)], try session()) == [.failed("not you (forbidden)")])
  }
}
