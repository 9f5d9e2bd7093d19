/// How one stream fares, over the time since it was last assessed (design §8).
public struct LoadSignals: Sendable, Hashable {
  /// Comments published a second, over the last 5 s.
  public var commentsPerSecond: Double
  /// From accepting a comment to the end of the pass that delivers it, the wait for a flush left
  /// out: the slowest on the way to its publication, and the slowest pass.
  public var lag: Duration
  /// What waits in the server for connections that cannot be written to.
  public var outboundBytes: Int
  /// Connections that could not be brought up to date.
  public var clientsBehind: Int
  /// The share of deliveries within the target, over connections that were writable during the last
  /// second; nil when there were too few to tell.
  public var deliveredInTarget: Double?

  public init(
    commentsPerSecond: Double = 0, lag: Duration = .zero, outboundBytes: Int = 0,
    clientsBehind: Int = 0, deliveredInTarget: Double? = nil
  ) {
    self.commentsPerSecond = commentsPerSecond
    self.lag = lag
    self.outboundBytes = outboundBytes
    self.clientsBehind = clientsBehind
    self.deliveredInTarget = deliveredInTarget
  }
}
