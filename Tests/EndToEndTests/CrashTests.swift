import ClientCore
import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

/// Posts as fast as it can over one WebSocket, and remembers what was acknowledged.
private actor Poster {
  struct Acknowledged: Sendable, Hashable {
    let seq: Seq
    let id: CommentID
  }

  private let io: SessionIO
  private let wakeups: AsyncStream<Void>
  private let requests: [(key: String, PostRequest)]
  private(set) var acknowledged: [String: Acknowledged] = [:]
  private(set) var refused: [Problem] = []

  init(_ url: StreamURL, _ token: Token, _ requests: [(key: String, PostRequest)]) throws {
    let (wakeups, wake) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    io = try SessionIO(url: url, token: token) { wake.yield() }
    self.wakeups = wakeups
    self.requests = requests
  }

  /// Runs until the connection ends, or everything is answered. `enough` is called when so many
  /// acknowledgements have arrived.
  func run(until count: Int, enough: @Sendable () -> Void) async {
    io.perform(.connect)
    for await _ in wakeups {
      for input in io.takeInputs() {
        switch input {
        case .opened: io.perform(.send(.hello(ClientFrame.Hello())))
        case .frame(.welcome):
          for (key, request) in requests { io.perform(.send(.post(key: key, request))) }
        case .frame(.ack(.comment(let key, let seq, let id, _))):
          acknowledged[key] = Acknowledged(seq: seq, id: id)
          if acknowledged.count == count { enough() }
          if acknowledged.count == requests.count { return }
        case .frame(.error(let error)):
          refused.append(Problem(error.code, error.message))
        case .closed, .failed: return
        default: break
        }
      }
    }
  }
}

@Suite(.serialized) struct CrashTests {
  @Test("20 kills in the middle of posting lose nothing that was acknowledged, and reuse no seq")
  func kills() async throws {
    let server = try ServerProgram()
    let token = try await server.token("poster", .service)
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    var acknowledged: [String: Poster.Acknowledged] = [:]
    /// What was sent and never acknowledged: it is posted again after the crash.
    var open: [(key: String, PostRequest)] = []
    for round in 0..<20 {
      try await server.start()
      let requests =
        open
        + (0..<100).map { number in
          let author = Author(userID: UserID(rawValue: "u\(number % 10)"), userName: "U")
          let key = "\(round)-\(number)"
          return (key, PostRequest(content: "comment \(key)", author: author))
        }
      let poster = try Poster(try server.url(), token, requests)
      let program = try #require(server.program)
      await poster.run(until: Int.random(in: 1...80, using: &generator)) {
        program.signal(SIGKILL)
      }
      _ = try await program.end()
      let answers = await poster.acknowledged
      #expect(await poster.refused == [], "seed \(seed)")
      for (key, answer) in answers {
        #expect(acknowledged[key] == nil || acknowledged[key] == answer, "\(key), seed \(seed)")
        acknowledged[key] = answer
      }
      open = requests.filter { answers[$0.key] == nil }
    }
    try await server.start()
    let history = try await server.history()
    try expect(history, holds: acknowledged, seed: seed)
    #expect(try await server.drain() == 0)
  }

  private func expect(
    _ history: [LiveComments.Comment], holds acknowledged: [String: Poster.Acknowledged],
    seed: UInt64
  ) throws {
    let bySeq = Dictionary(grouping: history, by: \.seq)
    #expect(bySeq.values.allSatisfy { $0.count == 1 }, "a seq was used twice, seed \(seed)")
    #expect(
      Set(acknowledged.values.map(\.seq)).count == acknowledged.count,
      "a seq was acknowledged twice, seed \(seed)")
    for (key, answer) in acknowledged {
      let comment = try #require(bySeq[answer.seq]?.first, "\(key) is lost, seed \(seed)")
      #expect(comment.commentID == answer.id, "\(key), seed \(seed)")
      #expect(comment.content == "comment \(key)", "seed \(seed)")
    }
    // Posting again under the same key after a crash posted nothing twice.
    #expect(Set(history.map(\.content)).count == history.count, "seed \(seed)")
  }
}
