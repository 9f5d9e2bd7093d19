import LiveComments
import NIOCore
import ServerCore

/// Long polls that wait for something to be published (design §5.2).
extension HubState {
  /// As many may wait for one stream: beyond it they are answered at once.
  private static let maximumWaiters = 10_000

  /// Answers what is served by what is here now.
  func settleWaiters() {
    for (id, waiter) in waiters where waiter.isServed(by: core.view) {
      waiters[id] = nil
      waiter.promise.succeed()
    }
  }

  /// Answers them all, whatever is here.
  func releaseWaiters() {
    for waiter in waiters.values { waiter.promise.succeed() }
    waiters = [:]
  }

  /// They no longer wait: the server goes away.
  func endWaiting() {
    isReleasing = true
    releaseWaiters()
  }

  func wait(_ waiter: Waiter, atMost time: TimeAmount) -> EventLoopFuture<Void> {
    lastUse = .now()
    guard waiters.count < Self.maximumWaiters, !isReleasing else {
      waiter.promise.succeed()
      return waiter.promise.futureResult
    }
    if isRetired || isOpen && waiter.isServed(by: core.view) {
      waiter.promise.succeed()
      return waiter.promise.futureResult
    }
    let id = nextWaiter
    nextWaiter += 1
    waiters[id] = waiter
    home.assumeIsolated().scheduleTask(in: time) {
      self.waiters.removeValue(forKey: id)?.promise.succeed()
    }
    return waiter.promise.futureResult
  }
}
