/// How a stream fares, as `status` frames tell it: what `gavel-server status` shows of one stream.
public struct LoadReport: Sendable, Hashable, Codable {
  /// Viewers are sent one comment in so many; 1 when they are sent all.
  public var sampling: Int
  /// From accepting a comment to the end of the pass that delivers it, the wait for a flush left
  /// out, in milliseconds.
  public var lagMilliseconds: Int
  /// What 95 of 100 comments of the last seconds took at most from accepted to delivered, in
  /// milliseconds; nil when there were none.
  public var visibleP95Milliseconds: Int?
  /// The same of moderation.
  public var moderationP95Milliseconds: Int?
  /// Connections that cannot be written to.
  public var slowViewers: Int

  public init(
    sampling: Int = 1, lagMilliseconds: Int = 0, visibleP95Milliseconds: Int? = nil,
    moderationP95Milliseconds: Int? = nil, slowViewers: Int = 0
  ) {
    self.sampling = sampling
    self.lagMilliseconds = lagMilliseconds
    self.visibleP95Milliseconds = visibleP95Milliseconds
    self.moderationP95Milliseconds = moderationP95Milliseconds
    self.slowViewers = slowViewers
  }

  private enum CodingKeys: String, CodingKey {
    case sampling
    case lagMilliseconds = "lag_ms"
    case visibleP95Milliseconds = "visible_p95_ms"
    case moderationP95Milliseconds = "moderation_p95_ms"
    case slowViewers = "slow_viewers"
  }
}
