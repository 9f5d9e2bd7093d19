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
  private let isReleasing = Atomic<Bool>(false)
  private let log: any CommentLog
  private let group: any EventLoopGroup
  private let limits: FanoutLimits
  private let table: DegradationTable
  private let logger: Logger

  init(
    log: any CommentLog, group: any EventLoopGroup, limits: FanoutLimits,
    table: DegradationTable, logger: Logger
  ) {
    self.log = log
    self.group = group
    self.limits = limits
    self.table = table
    self.logger = logger
    log.subscribe { [weak self] publication in
      self?.existing(publication.streamID)?.receive(publication)
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
      ) { [weak self] retired in self?.remove(retired) }
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

  private func remove(_ streamID: StreamID) {
    hubs.withLockedValue { $0[streamID] = nil }
  }
}
