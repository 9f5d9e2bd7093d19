public import LiveComments

/// Decides whether an account may react: its mutes, and how fast it is.
///
/// A stream's mutes are asked of the log once, and followed by events from then on.
public struct ReactionAdmission: Sendable {
  /// Streams whose mutes are remembered, at most; with one more it begins anew, and the log is asked
  /// again.
  private static let rememberedStreams = 1_000

  private var users: RateLimiter<UserID>
  private var mutes: [StreamID: [UserID: Mute]] = [:]
  /// Those of scope `*`.
  private var mutesEverywhere: [UserID: Mute] = [:]
  /// What mutes have become lately, for answers of the log that may be older: of as many changes,
  /// and when more come while it is asked, it is asked again.
  private var recent: [Change] = []
  private static let rememberedChanges = 1_000
  /// How often a mute has changed.
  private var changes = 0

  private struct Change: Sendable {
    /// Nil is every stream.
    var streamID: StreamID?
    var userID: UserID
    /// Nil is none.
    var mute: Mute?
  }

  public init(limits: ReactionLimits) {
    users = RateLimiter(limits.perUser, capacity: limits.trackedUsers)
  }

  public enum Verdict: Sendable, Hashable {
    case admitted
    case refused(Problem)
    /// The log has to be asked for the stream's mutes; `asOf` goes with the answer.
    case unknown(asOf: Int)
  }

  /// Whether `user` may add `count` reactions to a stream now; takes them off what it may.
  public mutating func admit(
    _ user: User, to streamID: StreamID, count: Int, at now: Moment
  ) -> Verdict {
    guard let mutes = mutes[streamID] else { return .unknown(asOf: changes) }
    if let problem = refusal(mutes[user.userID], mutesEverywhere[user.userID], at: now.time) {
      return .refused(problem)
    }
    guard user.role != .service else { return .admitted }
    switch users.verdict(for: user.userID, tokens: count, at: now.instant) {
    case .allowed:
      users.take(for: user.userID, tokens: count, at: now.instant)
      return .admitted
    case .wait(let time):
      return .refused(
        Problem(
          .rateLimited, "you react too fast: wait a moment",
          retryAfterMilliseconds: Self.milliseconds(time)))
    case .crowded(let time):
      return .refused(
        Problem(
          .busy, "too many react at the moment: try again in a moment",
          retryAfterMilliseconds: Self.milliseconds(time)))
    }
  }

  private func refusal(_ mute: Mute?, _ everywhere: Mute?, at time: Timestamp) -> Problem? {
    guard mute != nil || everywhere != nil else { return nil }
    let standing = AuthorStanding(mute: mute ?? .none, muteEverywhere: everywhere ?? .none)
    switch standing.effectiveMute(at: time) {
    case .none: return nil
    case .indefinite: return Problem(.muted, "you are muted in this stream")
    case .until(let end): return Problem(.muted, "you are muted in this stream until \(end)")
    }
  }

  /// Remembers what the log has said, with what has changed since it was asked; nothing when more
  /// has changed than is remembered.
  public mutating func learn(_ stored: StoredMutes, of streamID: StreamID, asOf: Int) {
    guard changes - asOf <= recent.count else { return }
    if mutes.count >= Self.rememberedStreams { mutes = [:] }
    mutes[streamID] = stored.stream
    mutesEverywhere = stored.everywhere
    for change in recent.suffix(changes - asOf) { apply(change) }
  }

  /// Follows an event of a stream.
  public mutating func apply(_ event: ModerationEvent, in streamID: StreamID) {
    guard event.action == .mute || event.action == .unmute, let userID = event.userID else {
      return
    }
    let change = Change(
      streamID: event.scope == "*" ? nil : streamID, userID: userID,
      mute: event.action == .unmute ? nil : event.until.map(Mute.until) ?? .indefinite)
    changes += 1
    if recent.count == Self.rememberedChanges { recent.removeFirst() }
    recent.append(change)
    apply(change)
  }

  private mutating func apply(_ change: Change) {
    if let streamID = change.streamID {
      mutes[streamID]?[change.userID] = change.mute
    } else {
      mutesEverywhere[change.userID] = change.mute
    }
  }

  /// Rounded up: who waits exactly this long is let through.
  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

/// The mutes that the log holds.
public struct StoredMutes: Sendable, Hashable {
  /// Of one stream.
  public var stream: [UserID: Mute]
  /// Of scope `*`.
  public var everywhere: [UserID: Mute]

  public init(stream: [UserID: Mute] = [:], everywhere: [UserID: Mute] = [:]) {
    self.stream = stream
    self.everywhere = everywhere
  }
}
