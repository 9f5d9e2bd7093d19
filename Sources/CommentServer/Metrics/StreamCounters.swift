/// What only ever grows of a stream's figures: counters and histograms.
struct StreamCounters: Sendable, Equatable {
  var comments = 0
  var events = 0
  var reactions = 0
  /// Visible comments that viewers' frames left out.
  var sampledOut = 0
  /// What the loops have counted.
  var loops = LoopCounts()
  /// From the log's taking a comment in to its publication, once it is durable.
  var publish = DelayHistogram()
  /// From the log's taking in the oldest visible comment of a flush to the end of the slowest pass
  /// that brought it to viewers.
  var visible = DelayHistogram()
  /// From the log's taking in a moderation request to the same of its event.
  var moderation = DelayHistogram()

  mutating func add(_ other: StreamCounters) {
    comments += other.comments
    events += other.events
    reactions += other.reactions
    sampledOut += other.sampledOut
    loops.add(other.loops)
    publish.add(other.publish)
    visible.add(other.visible)
    moderation.add(other.moderation)
  }

  /// What has come since these were `earlier`.
  func since(_ earlier: StreamCounters) -> StreamCounters {
    var increments = self
    increments.comments -= earlier.comments
    increments.events -= earlier.events
    increments.reactions -= earlier.reactions
    increments.sampledOut -= earlier.sampledOut
    increments.loops.subtract(earlier.loops)
    increments.publish.subtract(earlier.publish)
    increments.visible.subtract(earlier.visible)
    increments.moderation.subtract(earlier.moderation)
    return increments
  }
}

/// How a stream stands now: what may fall as well as rise.
struct StreamGauges: Sendable, Equatable {
  /// As last assessed.
  var lag = Duration.zero
  var backlog = LoopBacklog()
  var samplingRatio = 1
  var viewers = 0
  var commentsPerSecond = 0.0
  var level = 0

  /// Folds another stream in: sums, and the highest of level, lag and sampling.
  mutating func add(_ other: StreamGauges) {
    lag = max(lag, other.lag)
    backlog.add(other.backlog)
    samplingRatio = max(samplingRatio, other.samplingRatio)
    viewers += other.viewers
    commentsPerSecond += other.commentsPerSecond
    level = max(level, other.level)
  }
}
