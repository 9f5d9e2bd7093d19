import LiveComments

/// The deadlines of one connection: what is due, and when to look again.
struct Liveness {
  /// What has to be done about a connection.
  enum Due: Equatable {
    /// It never said `hello`.
    case noHello
    /// A heartbeat is to be sent.
    case heartbeat
    /// Nothing was heard for too long.
    case silent
    /// Its token is no longer valid.
    case expired
    /// Moderation has waited too long for it.
    case slow
    /// Its requests take too long to wait for them before a drain.
    case drained
    /// It did not say goodbye in time.
    case closed
  }

  private let limits: ConnectionLimits
  private var lastHeard: Instant
  private var helloBy: Instant?
  private var nextHeartbeat: Instant?
  private var expiresAt: Instant?
  private var slowAt: Instant?
  private var drainedAt: Instant?
  private var closedAt: Instant?

  init(limits: ConnectionLimits, at now: Instant) {
    self.limits = limits
    lastHeard = now
    helloBy = now + limits.hello
  }

  /// Any frame or pong counts as life.
  mutating func heard(at now: Instant) { lastHeard = now }

  mutating func greeted() { helloBy = nil }

  /// The connection is live: heartbeats begin. `expiresAt` is when its token ends.
  mutating func welcomed(at now: Instant, expiresAt: Instant?) {
    nextHeartbeat = now + limits.heartbeat
    self.expiresAt = expiresAt
  }

  /// Whether moderation waits for the connection to be writable.
  var isModerationWaiting: Bool { slowAt != nil }

  mutating func moderation(isWaiting: Bool, at now: Instant) {
    slowAt = isWaiting ? now + limits.slowConsumer : nil
  }

  mutating func draining(at now: Instant) {
    drainedAt = now + limits.drainRequests
  }

  /// A close frame is on its way: nothing else matters but that it ends.
  mutating func closing(at now: Instant) {
    helloBy = nil
    nextHeartbeat = nil
    expiresAt = nil
    slowAt = nil
    drainedAt = nil
    closedAt = now + limits.closing
  }

  /// What is due; a heartbeat is due once per interval.
  mutating func due(at now: Instant) -> Due? {
    if let closedAt { return closedAt <= now ? .closed : nil }
    if let expiresAt, expiresAt <= now { return .expired }
    if let helloBy, helloBy <= now { return .noHello }
    if silentAt <= now { return .silent }
    if let slowAt, slowAt <= now { return .slow }
    if let drainedAt, drainedAt <= now { return .drained }
    if let heartbeat = nextHeartbeat, heartbeat <= now {
      nextHeartbeat = now + limits.heartbeat
      return .heartbeat
    }
    return nil
  }

  /// The next moment at which something may be due.
  var next: Instant {
    if let closedAt { return closedAt }
    return [expiresAt, helloBy, slowAt, drainedAt, nextHeartbeat].reduce(silentAt) {
      earliest, time in
      time.map { min($0, earliest) } ?? earliest
    }
  }

  private var silentAt: Instant {
    lastHeard + limits.heartbeat * limits.silentIntervals
  }
}
