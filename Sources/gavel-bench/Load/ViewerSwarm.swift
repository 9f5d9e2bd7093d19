import LiveComments

/// Many viewers of one stream, on one thread.
final class ViewerSwarm {
  /// Viewers whose latencies of comments are recorded; which ones does not depend on the server.
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

  /// Connects `count` viewers and waits for every `welcome`; of every `stalledEvery` one stops to
  /// read then. Throws when one cannot be had, or not before `deadline`, on the clock of
  /// `Clock.monotonicNanoseconds`.
  func connect(_ count: Int, stalledEvery: Int?, before deadline: UInt64) throws {
    while tally.welcomed < count {
      while loop.sockets.count < count,
        loop.sockets.count - tally.welcomed < Self.connecting
      {
        let number = loop.sockets.count
        let timed = number % max(1, count / Self.timedViewers) == 0
        let isStalled = stalledEvery.map { number % $0 == $0 - 1 } ?? false
        loop.add(
          try LiveSocket(
            to: server, from: .source(ofClient: number), streamID: streamID,
            hello: ClientFrame.Hello(),
            peer: Viewer(tally: tally, timed: timed, isStalled: isStalled)))
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

  /// How many of the viewers that read have not covered everything up to both positions.
  func behind(_ seq: Int64, _ modSeq: Int64) -> Int {
    loop.sockets.count {
      !$0.peer.isStalled
        && (($0.peer.covered ?? 0) < seq || ($0.peer.moderationCovered ?? 0) < modSeq)
    }
  }
}

/// Why a load could not be put on the server.
struct LoadError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
