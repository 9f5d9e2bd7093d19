import LiveComments

/// Many viewers of one stream that lose their connections at once and come back, on one thread.
final class ReturningSwarm {
  /// Connections that are begun in one turn.
  private static let connectionsPerTurn = 100
  /// How long a viewer waits that was refused: 250 to 1,000 ms, as clients do at first.
  private static let backoffMilliseconds = 250..<1_000

  let tally = StormTally()
  private let loop: SocketLoop<ReturningViewer>
  private let server: SocketAddress
  private let streamID: StreamID
  private let fetchers: PageFetchers
  private var viewers: [ReturningViewer] = []
  /// Who connects when, on the monotonic clock, the latest first.
  private var due: [(at: UInt64, viewer: ReturningViewer)] = []
  /// Fetches that failed, and when each is made again.
  private var refetches: [(at: UInt64, outcome: PageFetchers.Outcome)] = []
  private var connections = 0

  init(server: SocketAddress, streamID: StreamID, watching watched: [Int32]) {
    self.server = server
    self.streamID = streamID
    fetchers = PageFetchers(server: server, streamID: streamID)
    loop = SocketLoop(watching: watched)
  }

  /// Viewers that are not live, or have missed something.
  var missing: Int { viewers.count { !$0.isWhole } }

  /// Has `count` viewers join, a bounded number at a time, before `deadline` on the monotonic clock.
  func join(_ count: Int, before deadline: UInt64) throws {
    while missing > 0 || viewers.count < count {
      while viewers.count < count, missing < 256 {
        let viewer = ReturningViewer(number: viewers.count, tally: tally)
        viewers.append(viewer)
        try connect(viewer)
      }
      _ = try turn()
      guard Clock.monotonicNanoseconds() < deadline else {
        throw LoadError("\(missing) of \(count) viewers did not join: \(tally.reasons)")
      }
    }
  }

  /// Takes every connection away; each viewer comes back at a moment of its own within `seconds`.
  func drop(returningWithin seconds: Double) {
    loop.removeAll()
    for viewer in viewers { viewer.drop() }
    tally.begin()
    let now = Clock.monotonicNanoseconds()
    due = viewers.map { (at: now + UInt64(Double.random(in: 0...seconds) * 1e9), viewer: $0) }
    due.sort { $0.at > $1.at }
  }

  /// Connects who is due and receives for a while; returns the watched descriptors that can be read.
  func turn() throws -> [Int32] {
    let now = Clock.monotonicNanoseconds()
    for _ in 0..<Self.connectionsPerTurn {
      guard let next = due.last, next.at <= now else { break }
      due.removeLast()
      try connect(next.viewer)
    }
    let ready = try loop.turn(timeout: 1)
    let away = tally.takeAway()
    if !away.isEmpty {
      loop.removeClosed()
      for viewer in away {
        let pause = viewer.takePutOff() ?? .random(in: Self.backoffMilliseconds)
        due.append((at: now + UInt64(pause) * 1_000_000, viewer: viewer))
      }
      due.sort { $0.at > $1.at }
    }
    fetch(at: now)
    return ready
  }

  private func connect(_ viewer: ReturningViewer) throws {
    // Ports that were used last wait: later connections come from further addresses.
    let source = SocketAddress.source(ofClient: connections)
    connections += 1
    loop.add(
      try LiveSocket(
        to: server, from: source, streamID: streamID,
        hello: ClientFrame.Hello(resume: viewer.resume), peer: viewer))
  }

  /// Has fetched what viewers were told to fetch. A fetch that failed is made again after a while, as
  /// clients do, unless the viewer has lost its connection since.
  private func fetch(at now: UInt64) {
    for viewer in tally.takeFetches() {
      guard let range = viewer.toFetch else { continue }
      fetchers.fetch(range, for: viewer.number)
    }
    for outcome in fetchers.takeOutcomes() {
      guard let problem = outcome.problem else {
        viewers[outcome.viewer].fetched(outcome.range)
        continue
      }
      tally.noteFailedFetch(problem)
      let pause = UInt64(Int.random(in: Self.backoffMilliseconds)) * 1_000_000
      refetches.append((at: now + pause, outcome: outcome))
    }
    let ready = refetches.filter { $0.at <= now }
    guard !ready.isEmpty else { return }
    refetches.removeAll { $0.at <= now }
    for (_, outcome) in ready where viewers[outcome.viewer].toFetch == outcome.range {
      fetchers.fetch(outcome.range, for: outcome.viewer)
    }
  }
}
