import LiveComments

/// Many viewers of one stream, on one thread.
final class ViewerSwarm {
  /// Viewers whose latencies are recorded; which ones does not depend on the server.
  private static let timedViewers = 256
  /// Connections that are being made at any time.
  private static let connecting = 256

  let tally = ViewerTally()
  private let loop: SocketLoop<Viewer>
  private let server: SocketAddress
  private let streamID: StreamID

  init(server: SocketAddress, streamID: StreamID, watching watched: [Int32]) {
    self.server = server
    self.streamID = streamID
    loop = SocketLoop(watching: watched)
  }

  /// Connects `count` viewers and waits for every `welcome`. Throws when one cannot be had, or not
  /// before `deadline`, on the clock of `Clock.monotonicNanoseconds`.
  func connect(_ count: Int, before deadline: UInt64) throws {
    while tally.welcomed < count {
      while loop.sockets.count < count,
        loop.sockets.count - tally.welcomed < Self.connecting
      {
        let number = loop.sockets.count
        let timed = number % max(1, count / Self.timedViewers) == 0
        loop.add(
          try LiveSocket(
            to: server, from: .source(ofClient: number), streamID: streamID,
            hello: ClientFrame.Hello(), peer: Viewer(tally: tally, timed: timed)))
      }
      _ = try loop.turn(timeout: 100)
      guard tally.closed == 0 else {
        throw LoadError("a viewer could not join: \(tally.reasons.joined(separator: "; "))")
      }
      guard Clock.monotonicNanoseconds() < deadline else {
        throw LoadError("only \(tally.welcomed) of \(count) viewers joined in time")
      }
    }
  }

  /// Receives for a while; returns the watched descriptors that can be read.
  func turn() throws -> [Int32] {
    // A pass over all connections costs time whether one or all are ready. Pausing between passes
    // serves more of them in one, at the price of at most these milliseconds of latency.
    pause(milliseconds: 2)
    return try loop.turn(timeout: 100)
  }

  /// How many viewers have not covered everything up to `seq`.
  func behind(_ seq: Seq) -> Int {
    loop.sockets.count { ($0.peer.covered ?? 0) < seq.rawValue }
  }
}

/// Why a load could not be put on the server.
struct LoadError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
