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

  func wait(_ waiter: Waiter, atMost time: TimeAmount) {
    lastUse = .now()
    let isOver = isRetired || isReleasing || isOpen && waiter.isServed(by: core.view)
    guard !isOver, waiters.count < Self.maximumWaiters else { return waiter.promise.succeed() }
    let id = nextWaiter
    nextWaiter += 1
    waiters[id] = waiter
    let home = home.assumeIsolated()
    let end = home.scheduleTask(in: time) { waiter.promise.succeed() }
    // Also when its client is gone before that.
    waiter.promise.futureResult.hop(to: self.home).assumeIsolated().whenComplete { _ in
      end.cancel()
      self.waiters[id] = nil
    }
  }
}
