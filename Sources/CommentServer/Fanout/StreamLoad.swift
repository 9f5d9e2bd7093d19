import LiveComments
import ServerCore

/// What a hub gathers between two assessments of its stream: plain values, and nothing per viewer.
struct StreamLoad: Sendable {
  /// Deliveries that say something about the share in time: with fewer, one late viewer would.
  static let tellingDeliveries = 20

  private var slowestPublication = Duration.zero
  private var slowestPass = Duration.zero
  private var deliveries = DeliveryCount()
  /// When each loop was told the oldest flush that it has not finished a pass for.
  private var flushed: [Int: Instant] = [:]
  /// Loops that were told another flush since.
  private var flushedAgain: Set<Int> = []
  private var backlogs: [Int: LoopBacklog] = [:]
  /// What was measured the last time, before the calmer of two was taken.
  private var measuredLag = Duration.zero
  private var measuredShare: Double?
  /// The last signals, for those who look.
  private(set) var signals = LoadSignals()

  mutating func published(_ comment: StoredComment, at now: Instant) {
    slowestPublication = max(slowestPublication, now - comment.receivedAt)
  }

  /// Loops are known by their index.
  mutating func told(_ loop: Int, at now: Instant) {
    if flushed[loop] == nil { flushed[loop] = now } else { flushedAgain.insert(loop) }
  }

  mutating func passFinished(on loop: Int, _ count: DeliveryCount, at now: Instant) {
    deliveries.add(count)
    guard let start = flushed[loop] else { return }
    slowestPass = max(slowestPass, now - start)
    // The pass after it began about now.
    flushed[loop] = flushedAgain.remove(loop) == nil ? nil : now
  }

  mutating func loaded(_ backlog: LoopBacklog, on loop: Int) { backlogs[loop] = backlog }

  mutating func left(_ loop: Int) {
    flushed[loop] = nil
    flushedAgain.remove(loop)
    backlogs[loop] = nil
  }

  /// What waits for connections that cannot be written to, over all loops.
  var backlog: LoopBacklog { backlogs.values.reduce(into: LoopBacklog()) { $0.add($1) } }

  /// How the stream fares. Of lag and of the share in time the calmer of two assessments counts: what
  /// is over within one is a hiccup (a slow disk, a busy machine), not a load. A pass under way
  /// counts for as long as it takes.
  mutating func takeSignals(commentsPerSecond: Double, at now: Instant) -> LoadSignals {
    let underWay = flushed.values.map { now - $0 }.max() ?? .zero
    let lag = slowestPublication + max(slowestPass, underWay)
    let share =
      deliveries.total < Self.tellingDeliveries
      ? nil : Double(deliveries.inTarget) / Double(deliveries.total)
    let backlog = backlog
    signals = LoadSignals(
      commentsPerSecond: commentsPerSecond, lag: min(lag, measuredLag),
      outboundBytes: backlog.bytes, clientsBehind: backlog.behind,
      deliveredInTarget: share.map { max($0, measuredShare ?? 1) })
    measuredLag = lag
    measuredShare = share
    slowestPublication = .zero
    slowestPass = .zero
    deliveries = DeliveryCount()
    return signals
  }
}

/// Deliveries of comments to connections that were writable during the second before: those that
/// could not be written to for longer are slow, and say nothing about the server.
struct DeliveryCount: Sendable, Equatable {
  /// How long a connection may be unable to take anything, and its deliveries still count.
  static let patience = Duration.seconds(1)

  var total = 0
  /// Those that came within the target after the oldest of their comments was accepted.
  var inTarget = 0
  /// Connections that a pass left behind, because they could not be written to.
  var skipped = 0

  mutating func add(_ other: DeliveryCount) {
    total += other.total
    inTarget += other.inTarget
    skipped += other.skipped
  }

  mutating func subtract(_ earlier: DeliveryCount) {
    total -= earlier.total
    inTarget -= earlier.inTarget
    skipped -= earlier.skipped
  }
}

/// What a loop has counted of a stream since it last told the hub.
struct LoopCounts: Sendable, Equatable {
  var deliveries = DeliveryCount()
  /// Hellos that were let in.
  var joins = 0
  /// Those of clients that had been here before, as far as can be told.
  var reconnects = 0
  /// Hellos that were told to come back later.
  var putOff = 0
  /// Answers to heartbeats, and those by which the client had what was accepted before the target.
  var seen = 0
  var seenInTarget = 0

  mutating func add(_ other: LoopCounts) {
    deliveries.add(other.deliveries)
    joins += other.joins
    reconnects += other.reconnects
    putOff += other.putOff
    seen += other.seen
    seenInTarget += other.seenInTarget
  }

  mutating func subtract(_ earlier: LoopCounts) {
    deliveries.subtract(earlier.deliveries)
    joins -= earlier.joins
    reconnects -= earlier.reconnects
    putOff -= earlier.putOff
    seen -= earlier.seen
    seenInTarget -= earlier.seenInTarget
  }
}

/// What one loop's connections that cannot be written to come to.
struct LoopBacklog: Sendable, Equatable {
  /// Bytes that wait in the server.
  var bytes = 0
  /// Connections that are not up to date.
  var behind = 0
  /// Connections that cannot be written to.
  var stalled = 0

  mutating func add(_ other: LoopBacklog) {
    bytes += other.bytes
    behind += other.behind
    stalled += other.stalled
  }
}
