public import LiveComments

/// The stream's condition as the newest word from the server has it.
public struct StreamStatus: Sendable, Hashable {
  public var level = Level.normal
  /// Seconds between two comments of one user; 0 when slow mode is off.
  public var slowModeSeconds = 0
  /// Whether only moderators post.
  public var locked = false
  public var viewers = 0
  public var commentsPerSecond = 0.0
  /// Why the level is what it is, when the server says.
  public var reason: String?
  /// How the stream fares, when the server says.
  public var load: LoadReport?
  /// The stream's totals by emoji.
  public var reactions: ReactionCounts = [:]
  /// Totals of single comments by emoji; of comments in the timeline, as far as they were reported.
  public var commentReactions: [CommentID: ReactionCounts] = [:]

  public init() {}
}

extension StreamStatus {
  /// Comments with reactions beyond which those that left the timeline are forgotten.
  static let commentReactionsSlack = 1_000

  mutating func take(_ welcome: ServerFrame.Welcome, isRecent: Bool) {
    viewers = welcome.state.viewers
    reactions = welcome.state.reactions
    guard isRecent else { return }
    level = welcome.state.level
    slowModeSeconds = welcome.state.slowModeSeconds
    locked = welcome.state.locked
  }

  /// `isRecent` says whether the frame reflects all moderation that the client knows.
  mutating func take(_ status: ServerFrame.Status, isRecent: Bool) {
    viewers = status.viewers
    commentsPerSecond = status.commentsPerSecond
    load = status.load
    guard isRecent else { return }
    level = status.level
    slowModeSeconds = status.slowModeSeconds
    locked = status.locked
    reason = status.reason
  }

  mutating func take(_ totals: ServerFrame.ReactionTotals, timeline: Timeline) {
    reactions = totals.counts
    for (id, counts) in totals.comments {
      guard let id = CommentID(rawValue: id), timeline.contains(id) else { continue }
      commentReactions[id] = counts
    }
    if commentReactions.count > timeline.count + Self.commentReactionsSlack {
      commentReactions = commentReactions.filter { timeline.contains($0.key) }
    }
  }

  /// What the ledger knows of level, lock and slow mode through an event that has just decided.
  mutating func take(_ event: ModerationEvent, _ ledger: Ledger) {
    switch event.action {
    case .slowMode where event.modSeq == ledger.slowModeModSeq:
      slowModeSeconds = ledger.slowModeSeconds
    case .lock where event.modSeq == ledger.lockModSeq,
      .unlock where event.modSeq == ledger.lockModSeq:
      locked = ledger.isLocked
    case .setLevel where event.modSeq == ledger.levelModSeq:
      // What `auto` comes to is the server's to say, in the status that follows.
      if case .fixed(let level)? = event.level { self.level = level }
    default:
      break
    }
  }
}
