import ClientCore
import ClientTransport
import LiveComments
import Synchronization
import TestSupport
import Testing

/// What an observer of a client saw: that no comment was ever shown twice or out of its place.
private final class Witness: Sendable {
  private struct State {
    var shown: Set<CommentID> = []
    var violations: [String] = []
    var connections = 0
  }

  private let state = Mutex(State())

  var violations: [String] { state.withLock { $0.violations } }
  var connections: Int { state.withLock { $0.connections } }

  func take(_ actions: [SessionAction], _ session: Session) {
    state.withLock { state in
      for action in actions {
        switch action {
        case .feed(.inserted(let comments)):
          for comment in comments where !state.shown.insert(comment.commentID).inserted {
            state.violations.append("shown twice: \(comment.seq)")
          }
        case .feed(.cleared): state.shown.removeAll()
        case .connectionChanged(.live): state.connections += 1
        default: break
        }
      }
      let seqs = session.feed.timeline.map(\.seq)
      if zip(seqs, seqs.dropFirst()).contains(where: { $0 >= $1 }) {
        state.violations.append("the timeline is out of order")
      }
    }
  }
}

@Suite(.serialized) struct ConvergenceTests {
  private static func content(_ client: Int, _ number: Int) -> String {
    "client \(client), comment \(number): héllo 🎉 \(String(repeating: "·", count: number % 50))"
  }

  /// Starts clients that join and go live.
  private func clients(
    _ count: Int, _ url: StreamURL, _ token: Token, _ witnesses: [Witness]
  ) async throws -> [LiveClient] {
    var clients: [LiveClient] = []
    for index in 0..<count {
      let witness = witnesses[index]
      let client = try LiveClient(url: url, token: token) { witness.take($0, $1) }
      await client.start()
      clients.append(client)
    }
    return clients
  }

  private func waitUntilLive(_ clients: [LiveClient]) async throws {
    for client in clients {
      try await eventually("a client is live") { await client.session.connection == .live }
    }
  }

  /// Every client ends with exactly what the server has.
  private func expectConvergence(
    _ clients: [LiveClient], _ witnesses: [Witness], _ server: ServerProgram, count: Int
  ) async throws {
    let history = try await server.history()
    #expect(history.count == count)
    let last = try #require(history.last?.seq)
    for (index, client) in clients.enumerated() {
      try await eventually("client \(index) has caught up") {
        await client.session.feed.lastSeenSeq >= last
      }
      let timeline = await Array(client.session.feed.timeline)
      #expect(timeline == history, "client \(index)")
      #expect(witnesses[index].violations == [], "client \(index)")
    }
  }

  /// Posts `each` comments from each client, and waits for every acknowledgement.
  private func post(_ each: Int, from clients: [LiveClient]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, client) in clients.enumerated() {
        group.addTask {
          for number in 0..<each {
            let author = Author(
              userID: UserID(rawValue: "user-\(index)"), userName: "User \(index)")
            _ = try await client.post(
              PostRequest(content: Self.content(index, number), author: author))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test(
    "20 clients and 2,000 posts through a network that cuts and stalls end as the server has it")
  func faultyNetwork() async throws {
    let server = try ServerProgram(heartbeat: 1)
    try await server.start()
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let witnesses = (0..<20).map { _ in Witness() }
    let clients = try await clients(
      20, try server.url(port: proxy.port), try await server.token("poster", .service), witnesses)
    try await waitUntilLive(clients)
    let seed = UInt64.random(in: .min ... .max)
    let weather = Task { await Self.makeWeather(proxy, seed: seed) }
    try await post(100, from: clients)
    weather.cancel()
    await weather.value
    proxy.become(.clear)
    try await expectConvergence(clients, witnesses, server, count: 2_000)
    #expect(witnesses.contains { $0.connections > 1 }, "nothing was cut, seed \(seed)")
    for client in clients { await client.stop() }
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }

  /// Cuts, stalls and delays by turns, from the first moment on, until cancelled.
  private static func makeWeather(_ proxy: FaultyProxy, seed: UInt64) async {
    var generator = SeededGenerator(seed: seed)
    // Every cut makes clients wait longer before they come back, so that there are few.
    var cuts = 4
    while !Task.isCancelled {
      switch Int.random(in: 0..<4, using: &generator) {
      case 0 where cuts > 0, 1 where cuts == 4:
        cuts -= 1
        proxy.cut()
      case 1: proxy.become(.stalled)
      case 2: proxy.become(.delayed(.milliseconds(Int.random(in: 1...40, using: &generator))))
      default: proxy.become(.clear)
      }
      try? await Task.sleep(for: .milliseconds(Int.random(in: 50...250, using: &generator)))
      proxy.become(.clear)
    }
  }

  @Test("a server that is killed and started again under its clients loses them nothing")
  func restart() async throws {
    let server = try ServerProgram()
    try await server.start()
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let witnesses = (0..<5).map { _ in Witness() }
    let clients = try await clients(
      5, try server.url(port: proxy.port), try await server.token("poster", .service), witnesses)
    try await waitUntilLive(clients)
    let posting = Task { try await post(60, from: clients) }
    for _ in 0..<2 {
      let before = await clients[0].session.feed.lastSeenSeq
      try await eventually("posts go through") {
        await clients[0].session.feed.lastSeenSeq > before.advanced(by: 30)
      }
      try await server.kill()
      proxy.cut()
      try await server.start()
      proxy.lead(to: server.port)
    }
    try await posting.value
    try await expectConvergence(clients, witnesses, server, count: 300)
    for client in clients { await client.stop() }
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }

  @Test("a client that the network forgot comes back by itself, and says what it caught up with")
  func silence() async throws {
    let server = try ServerProgram(heartbeat: 1)
    try await server.start()
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let seen = Mutex<[SessionAction]>([])
    let client = try LiveClient(url: try server.url(port: proxy.port), token: nil) { actions, _ in
      seen.withLock { $0 += actions }
    }
    await client.start()
    try await waitUntilLive([client])
    proxy.become(.stalled)
    let http = try StreamHTTP(url: try server.url(), token: try await server.token("ann"))
    for number in 0..<7 {
      _ = try await http.post(PostRequest(content: "\(number)"), key: "k\(number)")
    }
    try await eventually("the client says that it is stalled") {
      seen.withLock { $0.contains(.connectionChanged(.stalled)) }
    }
    // What waits on the dead connection is lost with it.
    proxy.cut()
    proxy.become(.clear)
    try await eventually("the client has everything") {
      await client.session.feed.timeline.count == 7
    }
    #expect(seen.withLock { $0.contains(.caughtUp(comments: 7)) })
    await client.stop()
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }

  @Test("a drain asks clients to come back, and they do, to the server that follows")
  func drain() async throws {
    let server = try ServerProgram()
    try await server.start()
    let proxy = try await FaultyProxy.start(upstreamPort: server.port)
    let client = try LiveClient(
      url: try server.url(port: proxy.port), token: try await server.token("ann"))
    await client.start()
    try await waitUntilLive([client])
    _ = try await client.post(PostRequest(content: "before"))
    #expect(try await server.drain() == 0)
    try await server.start()
    proxy.lead(to: server.port)
    _ = try await client.post(PostRequest(content: "after"))
    #expect(await client.session.feed.timeline.map(\.content) == ["before", "after"])
    await client.stop()
    try await proxy.stop()
    #expect(try await server.drain() == 0)
  }
}
