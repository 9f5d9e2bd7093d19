import LiveComments

/// One moderator's connection, and what it does in turn: the actions that viewers are shown, each on
/// the newest comment there is, so that an event races with its comment.
final class ModeratorDesk {
  private enum Target {
    case newest
    /// The comment of the action before.
    case same
  }

  /// A round of work. Every action is undone or done to another comment: none is refused.
  private static let round: [(action: ModerationAction, target: Target)] = [
    (.delete, .newest), (.hold, .newest), (.approve, .same), (.delete, .newest), (.restore, .same),
    (.pin, .newest), (.unpin, .same),
  ]

  let peer = Moderator()
  private let loop = SocketLoop<Moderator>()
  private var step = 0
  /// Comments that its actions leave deleted or held.
  private(set) var retracted = 0
  private var commentID: CommentID?
  private var start = Clock.monotonicNanoseconds()
  private var sent = 0

  init(server: ServerProcess, streamID: StreamID) throws {
    let token = try server.token(user: "moderator", role: "owner", streams: [streamID])
    loop.add(
      try LiveSocket(
        to: server.address, from: .source(ofClient: 0), streamID: streamID,
        hello: ClientFrame.Hello(token: token), peer: peer))
    try wait("the moderator is live") { $0.isLive }
  }

  /// Holds the stream's level whatever the load is, so that nothing is sampled or slowed down.
  static func fixLevel(
    _ level: Level, of streamID: StreamID, on server: ServerProcess
  ) throws {
    try ModeratorDesk(server: server, streamID: streamID)
      .perform(ModerationRequest(action: .setLevel, level: .fixed(level)))
  }

  /// Takes one action, and waits for its ack.
  func perform(_ request: ModerationRequest) throws {
    let accepted = peer.accepted
    loop.sockets[0].send(try peer.frame(for: request))
    try wait("\(request.action) is acknowledged") { $0.accepted > accepted }
  }

  /// Begins to count what is due now.
  func begin() {
    start = Clock.monotonicNanoseconds()
    sent = 0
    peer.latency.reset()
  }

  /// Takes the actions that are due at `rate` a second since `begin`, and reads the answers.
  func turn(rate: Double, on comments: PosterTally) throws {
    let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
    while sent < Int(elapsed * rate), let request = next(comments) {
      loop.sockets[0].send(try peer.frame(for: request))
      sent += 1
    }
    _ = try loop.turn(timeout: 0)
    if let reason = peer.closed { throw LoadError("the moderator lost its connection: \(reason)") }
  }

  /// Waits until every action is answered.
  func settle() throws { try wait("every action is answered") { $0.inFlight == 0 } }

  private func next(_ comments: PosterTally) -> ModerationRequest? {
    let (action, target) = Self.round[step % Self.round.count]
    if target == .newest {
      guard let newest = comments.takeRecent() else { return nil }
      commentID = newest
    }
    step += 1
    switch action {
    case .delete, .hold: retracted += 1
    case .approve, .restore: retracted -= 1
    default: break
    }
    return ModerationRequest(action: action, commentIDs: commentID.map { [$0] }, reason: "bench")
  }

  private func wait(_ what: String, until isDone: (Moderator) -> Bool) throws {
    let deadline = Clock.monotonicNanoseconds() + 20_000_000_000
    while !isDone(peer) {
      guard Clock.monotonicNanoseconds() < deadline, peer.closed == nil, peer.refusals.isEmpty
      else {
        throw LoadError(
          "not in time: \(what) (\(peer.closed ?? "connected"), refused: \(peer.refusals))")
      }
      _ = try loop.turn(timeout: 100)
    }
  }
}
