import LiveComments

/// Posting users over one or more streams, on one thread.
final class PosterPool {
  let tally = PosterTally()
  private let loop = SocketLoop<Poster>()
  private let server: SocketAddress
  private var next = 0

  init(server: SocketAddress) { self.server = server }

  /// Adds a poster with this token.
  func add(
    token: String, streamID: StreamID, window: Int, forOthers: Bool, isStamping: Bool = false
  ) throws {
    let number = loop.sockets.count
    let poster = Poster(
      tally: tally, chatter: Chatter(streamID: streamID, seed: UInt64(number) + 1),
      window: window, forOthers: forOthers, isStamping: isStamping)
    loop.add(
      try LiveSocket(
        to: server, from: .source(ofClient: number), streamID: streamID,
        hello: ClientFrame.Hello(token: token), peer: poster))
  }

  /// Waits until every poster is welcome.
  func waitUntilLive() throws {
    let deadline = Clock.monotonicNanoseconds() + 20_000_000_000
    while tally.welcomed < loop.sockets.count {
      guard Clock.monotonicNanoseconds() < deadline, tally.closed.isEmpty else {
        throw LoadError("a poster could not join: \(tally.closed.first ?? "no welcome in time")")
      }
      _ = try loop.turn(timeout: 100)
    }
  }

  /// Posts for `seconds` what is `due` after so many of them, all in all. Calls `meanwhile` with the
  /// seconds that have passed about every millisecond.
  func run(
    seconds: Double, due: (Double) -> Double, meanwhile: (Double) throws -> Void
  ) throws {
    try run(
      seconds: seconds, dueCount: { Int(due($0)) },
      meanwhile: { elapsed in
        try meanwhile(elapsed)
        return true
      })
  }

  /// Posts for `seconds`: `rate` a second in all, or as fast as the answers come when nil. What the
  /// posters' windows leave no room for is not posted later. Calls `meanwhile` about every
  /// millisecond.
  func run(seconds: Double, rate: Double?, meanwhile: () throws -> Void = {}) throws {
    try run(
      seconds: seconds, dueCount: { elapsed in rate.map { Int($0 * elapsed) } },
      meanwhile: { _ in
        try meanwhile()
        return true
      })
  }

  /// Posts `rate` a second until `isOver` says so, but no longer than `seconds`; asks about every
  /// millisecond.
  func run(
    atMost seconds: Double, rate: Double, until isOver: () throws -> Bool
  ) throws {
    try run(
      seconds: seconds, dueCount: { Int(rate * $0) }, meanwhile: { _ in try !isOver() })
  }

  /// - Parameters:
  ///   - dueCount: nil for as many as may be.
  ///   - meanwhile: says whether to go on.
  private func run(
    seconds: Double, dueCount: (Double) -> Int?, meanwhile: (Double) throws -> Bool
  ) throws {
    let start = Clock.monotonicNanoseconds()
    var offered = 0
    while true {
      let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
      guard elapsed < seconds else { return }
      let due = dueCount(elapsed)
      _ = try post(atMost: due.map { $0 - offered } ?? .max)
      offered = due ?? offered
      _ = try loop.turn(timeout: 1)
      guard try meanwhile(elapsed) else { return }
      guard tally.closed.isEmpty else {
        throw LoadError("a poster lost its connection: \(tally.closed[0])")
      }
    }
  }

  /// Waits until every post is answered, 30 seconds at most.
  func settle() throws {
    let deadline = Clock.monotonicNanoseconds() + 30_000_000_000
    while case let waiting = loop.sockets.reduce(0, { $0 + $1.peer.inFlight }), waiting > 0 {
      guard Clock.monotonicNanoseconds() < deadline, tally.closed.isEmpty else {
        throw LoadError(
          "\(waiting) posts were not answered: \(tally.closed.first ?? "not within 30 s")")
      }
      _ = try loop.turn(timeout: 100)
    }
  }

  /// Posts in turn from every poster that has room.
  private func post(atMost limit: Int) throws -> Int {
    var posted = 0
    var full = 0
    let sockets = loop.sockets
    while posted < limit, full < sockets.count {
      let socket = sockets[next % sockets.count]
      next += 1
      guard socket.peer.canPost else {
        full += 1
        continue
      }
      full = 0
      var frames: [UInt8] = []
      // Several frames in one write, as a busy client's would be.
      while posted < limit, frames.count < 4_096, socket.peer.canPost {
        frames += try socket.peer.nextPost()
        posted += 1
      }
      socket.send(frames)
    }
    return posted
  }
}
