import CommentServer
import Foundation
import LiveComments
import ServerCore

/// One run of reactions: a server, viewers in a second process, and users who react in this one.
struct ReactionsRun {
  let viewers: Int
  let users: Int
  /// Frames that are offered per second, over all users.
  let rate: Double
  let seconds: Double

  /// What one run gave.
  struct Outcome {
    var seconds: Double
    var sent: Int
    /// By how much the totals that the server says grew.
    var accepted: Int
    /// Frames of totals that one connection received.
    var frames: Int
    var serverCPUSeconds: Double
    var clientCPUSeconds: Double
    var refusals: [String: Int]
  }

  /// One reaction in four is to one of so many comments.
  private static let comments = 20
  private static let emojis = ["🔥", "👍", "❤️", "😂", "🎉", "👏"]

  func measure(in directory: WorkDirectory) async throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    try post(to: server, streamID)
    let swarm: SwarmProcess? =
      if viewers > 0 {
        try SwarmProcess(viewers, of: streamID, on: server, in: directory)
      } else { nil }
    let tally = ReactorTally()
    let loop = SocketLoop<Reactor>()
    let commentIDs = try commentIDs(on: server, streamID)
    let issuer = try await TokenIssuer(
      secret: try SecretFile.load(URL(fileURLWithPath: server.secretFile)), validation: .standard)
    for number in 0..<users {
      let token = try issuer.token(
        for: User(
          userID: UserID(rawValue: "user-\(number)"), userName: "user-\(number)", role: .viewer),
        streams: .only([streamID]),
        expiresAt: Timestamp(milliseconds: Clock.wallMilliseconds() + 3_600_000))
      loop.add(
        try LiveSocket(
          to: server.address, from: .source(ofClient: number), streamID: streamID,
          hello: ClientFrame.Hello(token: token),
          peer: Reactor(tally: tally, frames: frames(number, commentIDs))))
    }
    try wait("users could not join", loop, tally) { tally.welcomed == users }
    try react(loop, tally, seconds: 2)
    let before = (sent: tally.sent, total: tally.total, frames: tally.frames)
    let start = Clock.monotonicNanoseconds()
    let usage = server.usage?.cpuSeconds ?? 0
    let own = CPUTime.ofProcess()
    try react(loop, tally, seconds: seconds)
    let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
    let outcome = Outcome(
      seconds: elapsed, sent: tally.sent - before.sent, accepted: tally.total - before.total,
      frames: tally.frames - before.frames,
      serverCPUSeconds: (server.usage?.cpuSeconds ?? usage) - usage,
      clientCPUSeconds: CPUTime.ofProcess() - own, refusals: tally.refusals)
    // What was sent must all be in the totals in the end, or have been refused.
    try wait("the totals do not come to what was sent", loop, tally) {
      tally.total >= tally.sent - tally.refusals.values.reduce(0, +)
    }
    // The viewers' process ends with its owner.
    return withExtendedLifetime(swarm) { outcome }
  }

  private func post(to server: ServerProcess, _ streamID: StreamID) throws {
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: Self.comments, forOthers: true)
    try pool.waitUntilLive()
    while pool.tally.accepted < Self.comments {
      try pool.run(seconds: 0.1, rate: Double(Self.comments) * 10)
      try pool.settle()
    }
  }

  private func commentIDs(on server: ServerProcess, _ streamID: StreamID) throws -> [CommentID] {
    let page = try ServerRequest.get(
      "/streams/\(streamID)/comments?last=\(Self.comments)", of: server.address)
    return try WireCodec.decode(CommentPage.self, from: page)
      .comments.map(\.commentID)
  }

  /// What one user sends in turn.
  private func frames(_ user: Int, _ commentIDs: [CommentID]) -> [[UInt8]] {
    (0..<16).map { turn in
      let emoji = Self.emojis[(user + turn) % Self.emojis.count]
      var json = #"{"type":"react","emoji":"\#(emoji)""#
      if turn % 4 == 0,
        let id = commentIDs.isEmpty ? nil : commentIDs[(user + turn) % commentIDs.count]
      {
        json += #","comment_id":"\#(id)""#
      }
      json += "}"
      return Array(json.utf8).withUnsafeBytes {
        ClientFraming.bytes($0, opcode: FrameHead.text)
      }
    }
  }

  /// Has the users react in turn, each with a frame of its own, as many as are due.
  private func react(
    _ loop: SocketLoop<Reactor>, _ tally: ReactorTally, seconds: Double
  ) throws {
    let start = Clock.monotonicNanoseconds()
    var offered = 0
    while true {
      let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
      guard elapsed < seconds else { return }
      // At most a tenth of a second's at once: what the machine did not let through is not sent later.
      let due = min(Int(rate * elapsed) - offered, Int(rate / 10))
      for _ in 0..<max(0, due) {
        let socket = loop.sockets[tally.sent % loop.sockets.count]
        socket.send(socket.peer.nextFrame())
        tally.sent += 1
      }
      offered = Int(rate * elapsed)
      _ = try loop.turn(timeout: 1)
      guard tally.closed.isEmpty else { throw LoadError("a user was closed: \(tally.closed[0])") }
    }
  }

  private func wait(
    _ what: String, _ loop: SocketLoop<Reactor>, _ tally: ReactorTally, until isDone: () -> Bool
  ) throws {
    let deadline = Clock.monotonicNanoseconds() + 20_000_000_000
    while !isDone() {
      guard Clock.monotonicNanoseconds() < deadline, tally.closed.isEmpty else {
        throw LoadError("\(what): \(tally.closed.first ?? "not in time")")
      }
      _ = try loop.turn(timeout: 100)
    }
  }
}
