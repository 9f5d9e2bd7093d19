import LiveComments
import NIOCore
import ServerCore

/// Whether the stream is hot, and what its level is to be: looked at once a second, while there is
/// something to look at.
extension HubState {
  func loaded(_ backlog: LoopBacklog, on loop: GatewayLoop.Reference) {
    guard subscribers.contains(where: { $0.loop == loop }) else { return }
    load.loaded(backlog, on: loop.index)
  }

  func startAssessing() {
    guard !isAssessing else { return }
    isAssessing = true
    scheduleAssessment()
  }

  private func scheduleAssessment() {
    home.assumeIsolated().scheduleTask(in: .seconds(1)) {
      guard self.isOpen else {
        self.isAssessing = false
        return
      }
      self.tellAll(.measure)
      self.assess()
      if self.core.isCalm(at: SystemClock.instant()), self.load.backlog == LoopBacklog() {
        self.isAssessing = false
      } else {
        self.scheduleAssessment()
      }
    }
  }

  func assess() {
    if let change = core.assess(&load, at: SystemClock.instant()) { log.note(change) }
  }

  /// Sums up how the stream fared since the last time, for the statuses that follow.
  func reportLoad() {
    var visible = figures.counters.visible
    var moderation = figures.counters.moderation
    visible.subtract(reported.visible)
    moderation.subtract(reported.moderation)
    reported = (figures.counters.visible, figures.counters.moderation)
    core.report(
      LoadReport(
        lagMilliseconds: Int(load.signals.lag / .milliseconds(1)),
        visibleP95Milliseconds: visible.milliseconds(of: 0.95),
        moderationP95Milliseconds: moderation.milliseconds(of: 0.95),
        slowViewers: load.backlog.stalled))
  }
}
