import LiveComments
import NIOCore
import ServerCore

/// The newest status as it is sent, on its way to the viewers of one event loop.
struct StatusNews {
  private(set) var version = 0
  /// The version that the last pass brought along.
  var passedVersion = 0
  /// For a WebSocket.
  private(set) var frame = ByteBuffer()
  /// For a reader of server-sent events.
  private(set) var event = ByteBuffer()

  mutating func replace(by frame: ByteBuffer) {
    version += 1
    self.frame = frame
    event = EventFraming.event(around: frame, id: nil)
  }
}

extension LoopStream {
  /// A status goes along with a pass, which gives way to moderation: writing to thousands at once
  /// would not. One that changes what viewers may do has a pass of its own at once; one that only
  /// brings the figures up to date waits for comments to ride with.
  func receive(_ status: StreamStatus) {
    let isChange = status.rules != self.status.rules
    self.status = status
    news.replace(by: statusFrame(status))
    if counts != LoopCounts() { scheduleReport() }
    guard !isChange else { return pass() }
    let version = news.version
    loop.eventLoop.assumeIsolated().scheduleTask(in: LoopReactions.ride) {
      if version > self.news.passedVersion { self.pass() }
    }
  }

  /// The stream was opened anew: its status is news to those who are here, and goes with the pass that
  /// follows.
  func reopen(with status: StreamStatus) {
    self.status = status
    news.replace(by: statusFrame(status))
  }

  private func statusFrame(_ status: StreamStatus) -> ByteBuffer {
    var load = status.load
    load?.sampling = Int(clamping: view.sampling.ratio)
    return ServerFraming.frame(
      .status(
        ServerFrame.Status(
          level: status.level, slowModeSeconds: status.slowModeSeconds, locked: status.isLocked,
          viewers: status.viewers, commentsPerSecond: status.commentsPerSecond,
          latestModSeq: view.events.latest, reason: status.reason, load: load)))
  }
}

extension StreamStatus {
  /// What viewers may do, and get.
  fileprivate var rules: Rules {
    Rules(level: level, slowModeSeconds: slowModeSeconds, isLocked: isLocked)
  }

  fileprivate struct Rules: Equatable {
    var level: Level
    var slowModeSeconds: Int
    var isLocked: Bool
  }
}
