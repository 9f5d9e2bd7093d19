public import LiveComments

extension StreamControls {
  /// The level that holds: the override, or what the load calls for.
  public var effectiveLevel: Level {
    switch level {
    case .auto: automaticLevel
    case .fixed(let level): level
    }
  }
}

extension DegradationTable {
  /// What is done about a stream now.
  public func mitigation(under controls: StreamControls) -> Mitigation {
    mitigation(at: controls.effectiveLevel)
  }

  /// The seconds between two comments of one user: the stricter of manual and automatic slow mode.
  public func slowModeSeconds(under controls: StreamControls) -> Int {
    max(controls.slowModeSeconds, mitigation(under: controls).slowModeSeconds)
  }
}

/// What the policy finds that a stream's automatic level should be, and why.
public struct LevelChange: Sendable, Hashable {
  public var streamID: StreamID
  public var level: Level
  /// For moderators, operators and the audit log.
  public var reason: String

  public init(streamID: StreamID, level: Level, reason: String) {
    self.streamID = streamID
    self.level = level
    self.reason = reason
  }

  /// Whether it changes a stream with these controls: nothing does while the level is overridden.
  public func isNews(under controls: StreamControls) -> Bool {
    controls.level == .auto && controls.automaticLevel != level
  }
}
