/// How much may be posted (design §5.2).
public struct PostLimits: Sendable, Hashable {
  /// For one account in all streams together; services are exempt.
  public var perUser: RateLimit
  public var perStream: RateLimit
  /// The most accounts whose posts of the last seconds are remembered. 200,000 are forty times what
  /// one stream at its limit can fill.
  public var trackedUsers: Int

  public init(
    perUser: RateLimit = RateLimit(perSecond: 1, burst: 5),
    perStream: RateLimit = RateLimit(perSecond: 5_000, burst: 5_000),
    trackedUsers: Int = 200_000
  ) {
    self.perUser = perUser
    self.perStream = perStream
    self.trackedUsers = trackedUsers
  }
}
