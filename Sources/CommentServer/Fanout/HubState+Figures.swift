import LiveComments
import NIOCore
import ServerCore

/// What loops report, and what is told of the stream.
extension HubState {
  func viewersChanged(_ count: Int, _ counts: LoopCounts, on loop: GatewayLoop.Reference) {
    figures.counters.loops.add(counts)
    setViewers(count, on: loop)
  }

  func passFinished(
    _ pass: FinishedPass<CommentPlane>, cpuMicroseconds: Int64, _ counts: LoopCounts,
    on loop: GatewayLoop.Reference
  ) {
    core.passFinished(cpuMicroseconds: cpuMicroseconds)
    figures.passFinished(pass, on: loop.index)
    figures.counters.loops.add(counts)
    load.passFinished(on: loop.index, counts.deliveries, at: SystemClock.instant())
  }

  func moderated(_ pass: FinishedPass<ModerationPlane>, on loop: GatewayLoop.Reference) {
    figures.passFinished(pass, on: loop.index)
  }

  /// Nil once retired: the last figures were told then.
  func currentFigures() -> StreamFigures? {
    guard !isRetired else { return nil }
    let status = currentStatus()
    figures.gauges.viewers = status.viewers
    figures.gauges.commentsPerSecond = status.commentsPerSecond
    figures.gauges.level = StreamFigures.number(of: status.level)
    figures.gauges.samplingRatio = Int(clamping: core.view.sampling.ratio)
    figures.gauges.lag = load.signals.lag
    figures.gauges.backlog = load.backlog
    return figures
  }
}
