import LiveComments
import NIOCore
import ServerCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How a client is told to come back, and when.
extension LiveConnection {
  /// There is no place now, but there will be: 4429 alone would keep a client away for good, as any
  /// status but 200 would a browser.
  func turnAway() {
    let milliseconds = returnDelay()
    var problem = Problem(.unavailable, "the server has as many connections as it takes")
    problem.retryAfterMilliseconds = milliseconds
    fail(nil, problem)
    sayReconnect(afterMilliseconds: milliseconds)
    close(.tooMany, "too many connections")
  }

  /// There are too many at once who have to catch up.
  func putOff(by milliseconds: Int) {
    sayReconnect(afterMilliseconds: milliseconds)
    close(.drain, "many reconnect at once: come back in a moment")
  }

  /// A reader of events is told in the way that browsers know, too.
  private func sayReconnect(afterMilliseconds milliseconds: Int) {
    if framing == .events { write(EventFraming.retry(afterMilliseconds: milliseconds)) }
    send(.reconnect(afterMilliseconds: milliseconds))
  }

  /// Tells a browser, which has no other way to spread out.
  func sayWhenToReturn() {
    guard framing == .events else { return }
    sayReconnect(afterMilliseconds: returnDelay())
  }

  /// When this client comes back, so that all of them do not come at once.
  private func returnDelay() -> Int {
    let spread = DrainSpread(
      connections: services.connections.value, limit: services.limits.drainSpread)
    var generator = SystemRandomNumberGenerator()
    let delay = spread.delay(using: &generator)
    switch framing {
    case .webSocket: return delay
    case .events: return delay + EventFraming.shortestRetryMilliseconds
    }
  }

  /// The server goes away: says when to come back, answers what is in flight, and closes.
  func drain() {
    switch phase {
    case .awaitingHello, .joining:
      sayWhenToReturn()
      close(.goingAway, "going away")
    case .closing, .closed, .draining: return
    case .live:
      sayReconnect(afterMilliseconds: returnDelay())
      enter(.draining)
      let now = SystemClock.instant()
      liveness.draining(at: now)
      loop.schedule(self, at: liveness.next)
      flush()
      if requestsInFlight == 0 { close(.drain, "going away") }
    }
  }
}

extension LiveConnection {
  /// Ends the connection. What its peer does not take would stay with the kernel for minutes, where
  /// nobody counts it: then the connection is reset (socket(7), SO_LINGER of 0).
  func end() {
    if !isWritable, let channel = context?.channel as? any SocketOptionProvider {
      _ = channel.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    }
    context?.close(promise: nil)
  }
}

/// When clients come back after a drain: spread so that each second brings a few hundred.
struct DrainSpread {
  /// Milliseconds over which clients are spread.
  let milliseconds: Int

  /// Two milliseconds for each connection, and at least half a second.
  init(connections: Int, limit: Duration) {
    let most = Int(limit.components.seconds) * 1_000
    milliseconds = min(max(500, connections * 2), max(500, most))
  }

  func delay(using generator: inout some RandomNumberGenerator) -> Int {
    Int.random(in: 0...milliseconds, using: &generator)
  }
}
