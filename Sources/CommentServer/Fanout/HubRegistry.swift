import LiveComments
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServerCore
import Synchronization

/// The hubs of a node: one for each stream that somebody watches.
///
/// Bounded by what is in use: a hub that nobody watches retires after `FanoutLimits.idle`. Viewers
/// and long polls make one, other reads never do.
final class HubRegistry: Sendable {
  private let hubs = NIOLockedValueBox<[StreamID: StreamHub]>([:])
  private let ledger = Mutex(FigureLedger())
  private let published = PublishedTotals()
  private let isReleasing = Atomic<Bool>(false)
  private let log: any CommentLog
  private let group: any EventLoopGroup
  private let limits: FanoutLimits
  private let table: DegradationTable
  private let logger: Logger

  init(
    log: any CommentLog, group: any EventLoopGroup, limits: FanoutLimits,
    table: DegradationTable, logger: Logger, stages: StageTracer = StageTracer(tracer: nil)
  ) {
    self.log = log
    self.group = group
    self.limits = limits
    self.table = table
    self.logger = logger
    let published = published
    log.subscribe { [weak self] publication in
      published.count(publication, at: SystemClock.instant())
      self?.existing(publication.streamID)?.receive(publication, from: stages.current)
    }
  }

  /// The stream's hub, when it has one.
  func existing(_ streamID: StreamID) -> StreamHub? {
    hubs.withLockedValue { $0[streamID] }
  }

  var all: [StreamHub] { hubs.withLockedValue { Array($0.values) } }

  /// The stream's hub, made when it has none.
  func hub(for streamID: StreamID) -> StreamHub {
    hubs.withLockedValue { hubs in
      if let hub = hubs[streamID] { return hub }
      let hub = StreamHub(
        streamID: streamID, home: group.next(), log: log, limits: limits,
        table: table, logger: logger
      ) { [weak self] retired, figures in self?.remove(retired, figures) }
      hubs[streamID] = hub
      // Known before it reads the log: what is published from now on reaches it.
      hub.open()
      if isReleasing.load(ordering: .relaxed) { hub.releaseWaiters() }
      return hub
    }
  }

  /// Answers every long poll, now and from now on: the server goes away.
  func releaseWaiters() {
    isReleasing.store(true, ordering: .relaxed)
    for hub in hubs.withLockedValue({ Array($0.values) }) { hub.releaseWaiters() }
  }

  /// Lets go of every hub: the server has ended, and the log may publish on.
  func close() {
    hubs.withLockedValue { $0 = [:] }
  }

  private func remove(_ streamID: StreamID, _ figures: StreamFigures) {
    // First: what another hub of the stream counts comes after.
    ledger.withLock { $0.retire(figures, of: streamID) }
    hubs.withLockedValue { $0[streamID] = nil }
  }
}

extension HubRegistry {
  /// What `/metrics` says of streams.
  struct Figures: Sendable {
    var series: [FigureLedger.Series]
    /// What the hubs have counted, those that are gone included.
    var total: StreamCounters
    var published: PublishedTotals.Values
  }

  func figures() async throws -> Figures {
    for hub in all {
      try await hub.tellFigures { figures in
        self.ledger.withLock { $0.note(figures, of: hub.streamID) }
      }
    }
    let (series, total) = ledger.withLock { ($0.scrape(), $0.total) }
    return Figures(series: series, total: total, published: published.values)
  }
}
