import LiveComments
import NIOCore
import ServerCore

/// Long polls that wait for something to be published (design §5.2).
extension HubState {
  /// Answers what is served by what is here now.
  func settleWaiters() {
    settleWaiters { $0.isServed(by: core.view) }
  }

  /// Answers what a publication serves. Only what it has brought is looked at: what the waiters could
  /// not see before, a raid held by the rules say, is not looked through again for each of them.
  func settleWaiters(by publication: Publication, after known: Seq) {
    guard !waiters.isEmpty else { return }
    let news = core.view.news(of: publication, after: known)
    settleWaiters { $0.isServed(by: news, in: core.view) }
  }

  private func settleWaiters(where isServed: (Waiter) -> Bool) {
    for (id, waiter) in waiters where isServed(waiter) {
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

  private static let tooMany = Problem(
    .busy, "as many wait for this stream as may: ask again in a few seconds",
    retryAfterMilliseconds: 5_000)

  func wait(_ waiter: Waiter, atMost time: TimeAmount) {
    lastUse = .now()
    let isOver = isRetired || isReleasing || isOpen && waiter.isServed(by: core.view)
    guard !isOver else { return waiter.promise.succeed() }
    // An empty answer at once would have them ask again at once.
    guard waiters.count < core.longPolls else { return waiter.promise.fail(Self.tooMany) }
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
