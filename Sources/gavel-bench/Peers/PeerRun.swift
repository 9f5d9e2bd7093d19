import LiveComments

/// One run of a peer: its server, a swarm in a second process, and a publisher in this one.
struct PeerRun {
  let peer: Peer
  let viewers: Int
  /// Messages that are offered, per second.
  let rate: Double
  let seconds: Double
  let python: String
  var warmUpSeconds = 2.0

  /// What one run gave.
  struct Outcome {
    var window: ViewerWindow
    /// Messages that were written to the peer's socket.
    var published: Int
  }

  /// Bytes that may wait for the peer: it is behind, and what is due now is left out.
  private static let waitingBytes = 1 << 20

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try peer.start(python: python, in: directory)
    let swarm = try SwarmProcess(
      viewers, ofPeerAt: server.address, pid: server.pid, in: directory)
    let publisher = PeerPublisher()
    let loop = SocketLoop<PeerPublisher>()
    loop.add(
      try LiveSocket(
        to: server.address, from: .source(ofClient: 0),
        upgrade: ClientFraming.upgrade(Peer.publisherPath, at: server.address), greeting: [],
        peer: publisher))
    while !publisher.isOpen, publisher.closed == nil { _ = try loop.turn(timeout: 100) }

    var chatter = Chatter(streamID: streamID, seed: 1)
    var seq = Seq.zero
    func message() throws -> [UInt8] {
      seq = seq.advanced(by: 1)
      let comment = chatter.comment(
        seq: seq, at: Timestamp(milliseconds: Clock.wallMilliseconds()))
      let text = SubmitStamp.stamped(String(decoding: try WireCodec.encode(comment), as: UTF8.self))
      return Array(text.utf8).withUnsafeBytes {
        ClientFraming.bytes($0, opcode: FrameHead.text)
      }
    }
    func publish(for seconds: Double) throws -> Int {
      let start = Clock.monotonicNanoseconds()
      var (offered, published) = (0, 0)
      while true {
        let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
        guard elapsed < seconds else { return published }
        if let reason = publisher.closed {
          throw LoadError("\(peer.rawValue) closed the publisher's connection: \(reason)")
        }
        while offered < Int(elapsed * rate) {
          offered += 1
          guard loop.sockets[0].waitingBytes < Self.waitingBytes else { continue }
          loop.sockets[0].send(try message())
          published += 1
        }
        _ = try loop.turn(timeout: 1)
      }
    }
    _ = try publish(for: warmUpSeconds)
    swarm.begin()
    let published = try publish(for: seconds)
    return Outcome(window: try swarm.end(), published: published)
  }
}
