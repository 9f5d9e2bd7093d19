import LiveComments

/// Many viewers of one stream, on one thread.
///
/// Latencies are those of a sample, spread evenly over all in the order in which they join. The
/// sample is looked at again after every few of the others: a viewer on a machine of its own would
/// not wait until thousands of others have been read either.
final class ViewerSwarm {
  /// Viewers whose latencies are recorded, about.
  private static let timedViewers = 256
  /// Connections that are being made at any time.
  private static let connecting = 256

  let tally = ViewerTally()
  private let loop: SocketLoop<Viewer>
  private let timedLoop = SocketLoop<Viewer>()
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
    var number = 0
    while tally.welcomed < count {
      while number < count, number - tally.welcomed < Self.connecting {
        let isStalled = stalledEvery.map { number % $0 == $0 - 1 } ?? false
        let isTimed = !isStalled && number % max(1, count / Self.timedViewers) == 0
        (isTimed ? timedLoop : loop).add(
          try LiveSocket(
            to: server, from: .source(ofClient: number), streamID: streamID,
            hello: ClientFrame.Hello(),
            peer: Viewer(tally: tally, isTimed: isTimed, isStalled: isStalled)))
        number += 1
      }
      _ = try turn()
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
    // serves more of them in one; the sample is looked at meanwhile.
    for _ in 0..<4 {
      pause(milliseconds: 1)
      _ = try timedLoop.turn(timeout: 0)
    }
    return try loop.turn(timeout: 0) { _ = try timedLoop.turn(timeout: 0) }
  }

  /// How many of the viewers that read have not covered everything up to both positions.
  func behind(_ seq: Int64, _ modSeq: Int64) -> Int {
    (loop.sockets + timedLoop.sockets).count {
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
