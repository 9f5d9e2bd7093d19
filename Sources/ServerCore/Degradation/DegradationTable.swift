public import LiveComments

/// The levels of a hot stream: what brings each about, and what it does about it.
public struct DegradationTable: Sendable, Hashable {
  public struct Row: Sendable, Hashable {
    public var trigger: LoadTrigger
    public var mitigation: Mitigation

    public init(_ trigger: LoadTrigger, _ mitigation: Mitigation) {
      self.trigger = trigger
      self.mitigation = mitigation
    }
  }

  public var normal: Mitigation
  public var busy: Row
  public var hot: Row
  public var critical: Row
  /// How long a level stays when nothing triggers it any more.
  public var hysteresis: Duration
  /// From accepting a comment to its delivery, at most, for the delivery to count as in time.
  public var target: Duration

  public init(
    normal: Mitigation, busy: Row, hot: Row, critical: Row, hysteresis: Duration = .seconds(10),
    target: Duration = .milliseconds(500)
  ) {
    self.normal = normal
    self.busy = busy
    self.hot = hot
    self.critical = critical
    self.hysteresis = hysteresis
    self.target = target
  }

  // Read as a table, it is the one of design §8.
  // swift-format-ignore
  /// The levels of design §8: over any of these, a stream is mitigated so.
  public static let standard = DegradationTable(
    normal:   Mitigation(reactionWindow: .milliseconds(500)),
    busy:     Row(LoadTrigger(commentsPerSecond:   100, lag: .milliseconds(100)),
                  Mitigation(reactionWindow: .seconds(2))),
    hot:      Row(LoadTrigger(commentsPerSecond:   300, lag: .milliseconds(500), deliveredInTarget: 0.99),
                  Mitigation(reactionWindow: .seconds(2), samplingRatio: 5, slowModeSeconds: 5)),
    critical: Row(LoadTrigger(commentsPerSecond: 1_000, lag: .seconds(2), deliveredInTarget: 0.95),
                  Mitigation(reactionWindow: .seconds(2), samplingRatio: 20, slowModeSeconds: 30)))

  /// What is done at a level.
  public func mitigation(at level: Level) -> Mitigation { self[level]?.mitigation ?? normal }

  /// What brings a level about; nil for `normal`, which is there when nothing is.
  public func trigger(of level: Level) -> LoadTrigger? { self[level]?.trigger }

  /// Changes the row of a level; `normal` has none.
  public mutating func change(_ level: Level, _ body: (inout Row) -> Void) {
    switch level {
    case .normal: break
    case .busy: body(&busy)
    case .hot: body(&hot)
    case .critical: body(&critical)
    }
  }

  private subscript(level: Level) -> Row? {
    switch level {
    case .normal: nil
    case .busy: busy
    case .hot: hot
    case .critical: critical
    }
  }
}

/// The limits beyond which a level is called for: any one of them is enough, and nil is none.
public struct LoadTrigger: Sendable, Hashable {
  public var commentsPerSecond: Double?
  public var lag: Duration?
  public var outboundBytes: Int?
  public var clientsBehind: Int?
  /// The share of deliveries below which the level is called for.
  public var deliveredInTarget: Double?

  public init(
    commentsPerSecond: Double? = nil, lag: Duration? = nil, outboundBytes: Int? = nil,
    clientsBehind: Int? = nil, deliveredInTarget: Double? = nil
  ) {
    self.commentsPerSecond = commentsPerSecond
    self.lag = lag
    self.outboundBytes = outboundBytes
    self.clientsBehind = clientsBehind
    self.deliveredInTarget = deliveredInTarget
  }
}

/// What a level does about the load.
public struct Mitigation: Sendable, Hashable {
  /// The time between two frames of reactions.
  public var reactionWindow: Duration
  /// One comment in this many goes out in frames; 1 is all of them.
  public var samplingRatio: UInt64
  /// The automatic slow mode; 0 is none.
  public var slowModeSeconds: Int

  public init(reactionWindow: Duration, samplingRatio: UInt64 = 1, slowModeSeconds: Int = 0) {
    self.reactionWindow = reactionWindow
    self.samplingRatio = samplingRatio
    self.slowModeSeconds = slowModeSeconds
  }
}
