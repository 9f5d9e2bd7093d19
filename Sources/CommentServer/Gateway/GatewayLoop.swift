import LiveComments
import Logging
import NIOCore
import ServerCore

/// The gateway's part on one event loop: its streams, its connections' deadlines. Nothing in it is
/// touched from elsewhere, so nothing in it needs a lock.
final class GatewayLoop {
  let eventLoop: any EventLoop
  let services: LiveServices
  private let index: Int
  private var streams: [StreamID: LoopStream] = [:]
  /// Connections that wait for their stream to open.
  private var joining: [StreamID: [LiveConnection]] = [:]
  var reactFrames = ReactFrameReader()
  private var wheel = DeadlineWheel<LiveConnection>(at: SystemClock.instant())
  private var isTicking = false
  private var catchUpAdmission: CatchUpAdmission

  /// - Parameter loops: how many there are: each lets in its part.
  private init(index: Int, of loops: Int, eventLoop: any EventLoop, services: LiveServices) {
    catchUpAdmission = CatchUpAdmission(
      perSecond: services.limits.catchUpsPerSecond / Double(loops),
      spread: services.limits.drainSpread)
    self.index = index
    self.eventLoop = eventLoop
    self.services = services
  }

  /// The loop as others may hold it.
  struct Reference: Sendable, Equatable {
    /// Tells the loops of a server apart.
    let index: Int
    let eventLoop: any EventLoop
    private let bound: NIOLoopBound<GatewayLoop>

    fileprivate init(_ loop: GatewayLoop) {
      index = loop.index
      eventLoop = loop.eventLoop
      bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    }

    /// Delivers a hub's message; messages of one hub keep their order.
    func tell(_ streamID: StreamID, _ message: HubMessage) {
      eventLoop.execute { bound.value.receive(message, of: streamID) }
    }

    /// The loop itself; only on its own thread.
    var loop: GatewayLoop { bound.value }

    static func == (left: Reference, right: Reference) -> Bool { left.index == right.index }
  }

  /// Sets up the gateway's part on every loop of `group`.
  static func references(
    on group: any EventLoopGroup, services: LiveServices
  ) async throws -> [Reference] {
    var references: [Reference] = []
    let loops = Array(group.makeIterator())
    for (index, eventLoop) in loops.enumerated() {
      let reference = try await eventLoop.submit {
        Reference(
          GatewayLoop(
            index: index, of: loops.count, eventLoop: eventLoop, services: services))
      }.get()
      references.append(reference)
    }
    return references
  }

  var reference: Reference { Reference(self) }

  /// Lets a hello in that needs a catch-up, or says when to come back.
  func admitCatchUp() -> CatchUpAdmission.Verdict {
    catchUpAdmission.admit(at: SystemClock.instant())
  }

  /// Has the connection join its stream: at once when the loop knows it.
  func join(_ connection: LiveConnection) {
    let streamID = connection.streamID
    if let stream = streams[streamID] { return connection.join(stream) }
    joining[streamID, default: []].append(connection)
    if joining[streamID]?.count == 1 { subscribe(to: streamID) }
  }

  private func subscribe(to streamID: StreamID) {
    let reference = reference
    services.hubs.hub(for: streamID).subscribe(reference) { isSubscribed in
      guard !isSubscribed else { return }
      // It retired between the look-up and the call: the next look-up makes another.
      reference.eventLoop.execute { reference.loop.subscribe(to: streamID) }
    }
  }

  private func receive(_ message: HubMessage, of streamID: StreamID) {
    if let stream = streams[streamID] {
      if case .failed = message { streams[streamID] = nil }
      return stream.receive(message)
    }
    switch message {
    case .opened(let view, let status):
      guard let hub = services.hubs.existing(streamID) else { return }
      let stream = LoopStream(hub: hub, view: view, status: status, loop: self)
      streams[streamID] = stream
      for connection in joining.removeValue(forKey: streamID) ?? [] { connection.join(stream) }
      scheduleRemoval(of: stream)
    case .failed:
      for connection in joining.removeValue(forKey: streamID) ?? [] { connection.streamFailed() }
    case .flush, .moderation, .causes, .status, .measure, .reactions:
      break
    }
  }

  /// Lets go of a stream that nobody watches, after a while: its viewers may be back soon.
  func scheduleRemoval(of stream: LoopStream) {
    guard stream.isEmpty else { return }
    eventLoop.assumeIsolated().scheduleTask(in: .seconds(15)) {
      let streamID = stream.hub.streamID
      guard stream.isEmpty, self.streams[streamID] === stream else { return }
      self.streams[streamID] = nil
      stream.hub.unsubscribe(self.reference)
    }
  }

  /// Tells the hubs what has been summed up of reactions.
  func reportReactions() {
    for stream in streams.values { stream.reportReactions() }
  }

  /// Has the connection looked at again at `time`.
  func schedule(_ connection: LiveConnection, at time: Instant) {
    connection.wheelTick = wheel.add(connection, at: time)
    guard !isTicking else { return }
    isTicking = true
    scheduleTick()
  }

  private func scheduleTick() {
    let period = TimeAmount.microseconds(DeadlineWheel<LiveConnection>.tick)
    eventLoop.assumeIsolated().scheduleTask(in: period) { self.tick() }
  }

  private func tick() {
    let now = SystemClock.instant()
    for (connection, due) in wheel.take(upTo: now) where connection.wheelTick == due {
      connection.wheelTick = nil
      connection.lookAtDeadlines(at: now)
    }
    if wheel.count > 0 {
      scheduleTick()
    } else {
      isTicking = false
    }
  }
}
