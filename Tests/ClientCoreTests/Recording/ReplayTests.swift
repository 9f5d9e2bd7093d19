import LiveComments
import Testing

@testable import ClientCore

/// A server as a replay sees it: it sequences posts, remembers keys, asks to wait and hangs up.
private struct ModelServer {
  var random: SeededGenerator
  var busyChance = 0.0
  var cutChance = 0.0
  var lossChance = 0.0
  private(set) var stored: [(key: String, request: PostRequest, id: CommentID)] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func post(_ key: String, _ request: PostRequest) -> Replay.Input {
    if let position = stored.firstIndex(where: { $0.key == key }) {
      return .acknowledged(key: key, Seq(integerLiteral: Int64(position + 1)), stored[position].id)
    }
    if Double.random(in: 0..<1, using: &random) < busyChance {
      return .refused(key: key, Problem(.busy, "busy", retryAfterMilliseconds: 50))
    }
    if request.content.isEmpty {
      return .refused(key: key, Problem(.invalid, "content is empty", field: "content"))
    }
    let id = CommentID(at: Timestamp(milliseconds: 0), using: &random)
    stored.append((key, request, id))
    return .acknowledged(key: key, Seq(integerLiteral: Int64(stored.count)), id)
  }

  mutating func happens(_ chance: Double) -> Bool {
    Double.random(in: 0..<1, using: &random) < chance
  }
}

@Suite struct ReplayTests {
  private static func recording(_ count: Int, replies: Bool = false) throws -> Recording {
    let lines = (0..<count).map { index in
      """
      {"comment_id":"0190f1a0-0000-7000-8000-\(String(100_000_000_000 + index))","state":"VISIBLE",\
      "user_id":"u\(index % 7)","content":"\(index)","created_at":"2026-01-01T00:00:\(10 + index % 50).000Z"\
      \(replies && index > 0
        ? ",\"reply_to\":\"0190f1a0-0000-7000-8000-\(String(100_000_000_000 + index - 1))\"" : "")}
      """
    }
    return try Recording(Array(lines.joined(separator: "\n").utf8))
  }

  /// Runs a replay against the model until it ends; time jumps from deadline to deadline.
  private func run(
    _ replay: inout Replay, _ server: inout ModelServer, steps: Int = 100_000
  ) -> [Replay.Action] {
    var now = Instant(milliseconds: 1_000)
    var inbox: [Replay.Input] = [.connected(latestSeq: .zero)]
    var said: [Replay.Action] = []
    for _ in 0..<steps {
      if inbox.isEmpty {
        guard let deadline = replay.nextDeadline else { break }
        now = max(now, deadline) + .microseconds(1)
      }
      let input = inbox.isEmpty ? Replay.Input.tick : inbox.removeFirst()
      for action in replay.handle(input, at: now) {
        guard case .send(let key, let request) = action else {
          said.append(action)
          if action == .finished { return said }
          continue
        }
        if server.happens(server.lossChance) { continue }
        inbox.append(server.post(key, request))
      }
      now = now + .milliseconds(1)
      let lost = inbox.isEmpty && replay.nextDeadline == nil
      if server.happens(server.cutChance) || lost {
        inbox = [.disconnected, .connected(latestSeq: .zero)]
      }
    }
    return said
  }

  @Test("a quiet server gets every comment once, in order")
  func quiet() throws {
    var options = Replay.Options()
    options.speed = 0
    var replay = Replay(try Self.recording(500), options: options, seed: 1)
    var server = ModelServer(seed: 1)
    #expect(run(&replay, &server).last == .finished)
    #expect(server.stored.map(\.request.content) == (0..<500).map(String.init))
    #expect(replay.progress.accepted == 500)
    #expect(replay.progress.displaced == 0)
  }

  @Test("cut connections and lost answers neither lose nor repeat nor reorder", arguments: 1...50)
  func cuts(seed: UInt64) throws {
    var options = Replay.Options()
    options.speed = 0
    var replay = Replay(try Self.recording(200), options: options, seed: seed)
    var server = ModelServer(seed: seed)
    server.cutChance = 0.05
    let said = run(&replay, &server)
    #expect(said.last == .finished, "seed \(seed)")
    #expect(server.stored.map(\.request.content) == (0..<200).map(String.init), "seed \(seed)")
    #expect(replay.progress.answered == 200, "seed \(seed)")
  }

  @Test("a busy server gets every comment once, in the end", arguments: 1...50)
  func busy(seed: UInt64) throws {
    var options = Replay.Options()
    options.speed = 0
    var replay = Replay(try Self.recording(200), options: options, seed: seed)
    var server = ModelServer(seed: seed)
    server.busyChance = 0.02
    server.cutChance = 0.01
    #expect(run(&replay, &server).last == .finished, "seed \(seed)")
    #expect(
      Set(server.stored.map(\.request.content)) == Set((0..<200).map(String.init)), "seed \(seed)")
    #expect(server.stored.count == 200, "seed \(seed)")
    #expect(replay.progress.waits > 0 || replay.progress.displaced == 0, "seed \(seed)")
  }

  @Test("replies name their parents by the ids of this server")
  func replies() throws {
    var options = Replay.Options()
    options.speed = 0
    var replay = Replay(try Self.recording(50, replies: true), options: options, seed: 1)
    var server = ModelServer(seed: 9)
    #expect(run(&replay, &server).last == .finished)
    for (index, stored) in server.stored.enumerated() {
      #expect(stored.request.replyTo == (index > 0 ? server.stored[index - 1].id : nil))
    }
  }

  @Test("a second run finds everything there")
  func secondRun() throws {
    var options = Replay.Options()
    options.speed = 0
    let recording = try Self.recording(40)
    var server = ModelServer(seed: 3)
    var first = Replay(recording, options: options, seed: 1)
    _ = run(&first, &server)
    var second = Replay(recording, options: options, seed: 2)
    var actions = second.handle(.connected(latestSeq: 40), at: Instant(milliseconds: 0))
    while !actions.contains(.finished) {
      actions = actions.flatMap { action -> [Replay.Action] in
        guard case .send(let key, let request) = action else { return [] }
        return second.handle(server.post(key, request), at: Instant(milliseconds: 10))
      }
      if actions.isEmpty { break }
    }
    #expect(second.progress.alreadyThere == 40)
    #expect(second.progress.accepted == 0)
    #expect(server.stored.count == 40)
  }

  @Test("time is scaled by the speed, and an interruption moves what follows")
  func schedule() throws {
    let text = """
      {"at":0,"user":"a","content":"x"}
      {"at":10,"user":"a","content":"y"}
      {"at":20,"user":"a","content":"z"}
      """
    var options = Replay.Options()
    options.speed = 5
    var replay = Replay(try Recording(Array(text.utf8)), options: options, seed: 1)
    let start = Instant(milliseconds: 0)
    #expect(sent(replay.handle(.connected(latestSeq: .zero), at: start)) == ["x"])
    #expect(replay.recordedTimeLeft(at: start) == .seconds(4))
    #expect(replay.nextDeadline == start + .seconds(2))
    #expect(sent(replay.handle(.tick, at: start + .milliseconds(1_999))) == [])
    #expect(sent(replay.handle(.tick, at: start + .seconds(2))) == ["y"])
    _ = replay.handle(.disconnected, at: start + .seconds(3))
    // Both unanswered comments come again at once; the third keeps its distance.
    #expect(
      sent(replay.handle(.connected(latestSeq: .zero), at: start + .seconds(10))) == ["x", "y"])
    #expect(replay.nextDeadline == start + .seconds(11))
  }

  @Test("what the server refuses for good is reported, and the replay goes on")
  func refusals() throws {
    let text = """
      {"at":0,"user":"a","content":"x"}
      {"at":0,"user":"a","content":""}
      {"at":0,"user":"a","content":"z"}
      """
    var replay = Replay(try Recording(Array(text.utf8)), seed: 1)
    var server = ModelServer(seed: 1)
    let said = run(&replay, &server)
    #expect(said.count == 2)
    guard case .refused(let comment, let problem) = said.first else {
      Issue.record("nothing was refused")
      return
    }
    #expect(comment.record == 2)
    #expect(problem.field == "content")
    #expect(replay.progress.refused == [.invalid: 1])
    #expect(replay.progress.accepted == 2)
  }

  @Test("a server that refuses the client ends the replay")
  func forbidden() throws {
    var replay = Replay(try Self.recording(3), seed: 1)
    let sent = replay.handle(.connected(latestSeq: .zero), at: Instant(milliseconds: 0))
    guard case .send(let key, _) = sent.first else {
      Issue.record("nothing was sent")
      return
    }
    let problem = Problem(.forbidden, "only a service may post for others")
    #expect(
      replay.handle(.refused(key: key, problem), at: Instant(milliseconds: 1)) == [.failed(problem)]
    )
    #expect(replay.handle(.tick, at: Instant(milliseconds: 2)) == [])
  }

  @Test("after a request to wait, nothing is sent before the time is over and all is answered")
  func waiting() throws {
    var options = Replay.Options()
    options.speed = 0
    options.window = 3
    var replay = Replay(try Self.recording(5), options: options, seed: 1)
    let start = Instant(milliseconds: 0)
    let first = keys(replay.handle(.connected(latestSeq: .zero), at: start))
    #expect(first.count == 3)
    let busy = Problem(.busy, "busy", retryAfterMilliseconds: 100)
    #expect(replay.handle(.refused(key: first[1], busy), at: start) == [])
    #expect(replay.handle(.refused(key: first[2], busy), at: start) == [])
    #expect(replay.nextDeadline == nil)
    var generator = SeededGenerator(seed: 1)
    let id = CommentID(at: Timestamp(milliseconds: 0), using: &generator)
    #expect(replay.handle(.acknowledged(key: first[0], 1, id), at: start) == [])
    #expect(replay.nextDeadline == start + .milliseconds(100))
    // One at a time from here, in order.
    #expect(keys(replay.handle(.tick, at: start + .milliseconds(100))) == [first[1]])
  }

  private func keys(_ actions: [Replay.Action]) -> [String] {
    actions.compactMap { if case .send(let key, _) = $0 { key } else { nil } }
  }

  private func sent(_ actions: [Replay.Action]) -> [String] {
    actions.compactMap { if case .send(_, let request) = $0 { request.content } else { nil } }
  }
}
