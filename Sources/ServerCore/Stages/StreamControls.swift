public import LiveComments

/// What moderation has decided about a stream as a whole.
public struct StreamControls: Sendable, Hashable {
  /// The interval of the manual slow mode in seconds; 0 when off.
  public var slowModeSeconds: Int
  public var isLocked: Bool
  /// What moderators want: a level, or the automatic one.
  public var level: LevelChoice
  /// What the load calls for, as the last automated event says since a moderator's last word.
  public var automaticLevel: Level
  /// Oldest first, at most 3, as moderators see them.
  public var pins: [Comment]

  public init(
    slowModeSeconds: Int = 0, isLocked: Bool = false, level: LevelChoice = .auto,
    automaticLevel: Level = .normal, pins: [Comment] = []
  ) {
    self.slowModeSeconds = slowModeSeconds
    self.isLocked = isLocked
    self.level = level
    self.automaticLevel = automaticLevel
    self.pins = pins
  }
}

/// Where a stream stands: both planes and its controls, from one snapshot.
public struct StreamSummary: Sendable, Hashable {
  public var streamID: StreamID
  public var latestSeq: Seq
  public var latestModSeq: ModSeq
  public var controls: StreamControls

  public init(
    streamID: StreamID, latestSeq: Seq = .zero, latestModSeq: ModSeq = .zero,
    controls: StreamControls = StreamControls()
  ) {
    self.streamID = streamID
    self.latestSeq = latestSeq
    self.latestModSeq = latestModSeq
    self.controls = controls
  }
}
