public import LiveComments

/// Decides whether a comment that passed validation is stored, and in which state.
///
/// The log asks it while it sequences, after the idempotency key: a repeat is answered whatever the
/// limits say, and a refusal here consumes neither key nor tokens. It holds only the token buckets;
/// what must outlive a restart (mutes, locks, slow mode, the last post) is passed in from the log.
public struct Admission: Sendable {
  private var users: RateLimiter<UserID>
  private var retractions: RateLimiter<UserID>
  private var streams: RateLimiter<StreamID>

  public init(limits: PostLimits) {
    users = RateLimiter(limits.perUser, capacity: limits.trackedUsers)
    retractions = RateLimiter(limits.perUser, capacity: limits.trackedUsers)
    streams = RateLimiter(limits.perStream, capacity: limits.trackedUsers)
  }

  /// What the log knows that bears on one comment, read in the transaction that would store it.
  public struct Circumstances: Sendable, Hashable {
    public var controls: StreamControls
    /// The slow mode that the degradation policy asks for, in seconds; 0 when it asks for none.
    public var automaticSlowModeSeconds: Int
    public var standing: AuthorStanding
    /// When the author's latest comment in the stream was accepted. Needed only while
    /// `slowModeSeconds(for:)` is not 0.
    public var lastPostAt: Timestamp?
    /// Whether the comment that it answers is there for the author to see; true when it answers none.
    public var canSeeReplyTarget: Bool

    public init(
      controls: StreamControls = StreamControls(), automaticSlowModeSeconds: Int = 0,
      standing: AuthorStanding = AuthorStanding(), lastPostAt: Timestamp? = nil,
      canSeeReplyTarget: Bool = true
    ) {
      self.controls = controls
      self.automaticSlowModeSeconds = automaticSlowModeSeconds
      self.standing = standing
      self.lastPostAt = lastPostAt
      self.canSeeReplyTarget = canSeeReplyTarget
    }

    /// The slow mode that holds for a comment, in seconds: the stricter of manual and automatic.
    /// Moderators are exempt from both, services from the automatic one.
    public func slowModeSeconds(for comment: AcceptedComment) -> Int {
      if comment.author.role.moderates { return 0 }
      if comment.poster.role == .service { return controls.slowModeSeconds }
      return max(controls.slowModeSeconds, automaticSlowModeSeconds)
    }
  }

  /// The state that the comment is stored in. Throws the refusal.
  public mutating func admit(
    _ comment: AcceptedComment, in circumstances: Circumstances, at now: Moment
  ) throws(Problem) -> CommentState {
    guard circumstances.canSeeReplyTarget else {
      throw Problem(
        .unknownComment, "the comment that this answers is not there", field: "reply_to")
    }
    try checkModeration(of: comment, in: circumstances, at: now.time)
    try checkSlowMode(for: comment, in: circumstances, at: now.time)
    try takeTokens(for: comment, at: now.instant)
    return circumstances.standing.isShadowBanned ? .shadowBanned : .visible
  }

  /// Lets a moderation request pass. Who does not moderate retracts no faster than they post, each
  /// retraction being an event to everybody; but posts leave room for retracting them at once.
  public mutating func admit(_ order: AcceptedOrder, at now: Moment) throws(Problem) {
    guard !order.actor.user.role.moderates else { return }
    switch retractions.verdict(for: order.actor.user.userID, at: now.instant) {
    case .allowed: retractions.take(for: order.actor.user.userID, at: now.instant)
    case .wait(let duration): throw rateLimited(duration)
    case .crowded(let duration): throw busy(duration)
    }
  }

  private func checkModeration(
    of comment: AcceptedComment, in circumstances: Circumstances, at time: Timestamp
  ) throws(Problem) {
    if circumstances.controls.isLocked, !comment.author.role.moderates {
      throw Problem(.locked, "the stream is locked: only moderators can post")
    }
    switch circumstances.standing.effectiveMute(at: time) {
    case .none: return
    case .indefinite: throw Problem(.muted, "you are muted in this stream")
    case .until(let end): throw Problem(.muted, "you are muted in this stream until \(end)")
    }
  }

  private func checkSlowMode(
    for comment: AcceptedComment, in circumstances: Circumstances, at time: Timestamp
  ) throws(Problem) {
    let seconds = circumstances.slowModeSeconds(for: comment)
    guard seconds > 0, let last = circumstances.lastPostAt else { return }
    // A post that lies in the future was made before the wall clock was set back. How long ago,
    // nobody knows: waiting for it could take hours. It holds nobody up, and the comment let through
    // becomes the latest, so that each time the clock is set back is worth one comment.
    guard last <= time else { return }
    let wait = Int64(seconds) * 1_000 - (time.milliseconds - last.milliseconds)
    guard wait > 0 else { return }
    throw Problem(
      .slowMode, "slow mode: one comment in \(seconds) s; wait \(Self.seconds(wait))",
      retryAfterMilliseconds: Int(wait))
  }

  /// Both buckets or none: a refusal by one takes nothing from the other.
  private mutating func takeTokens(
    for comment: AcceptedComment, at now: Instant
  ) throws(Problem) {
    let isLimited = comment.poster.role != .service
    if isLimited {
      switch users.verdict(for: comment.poster.userID, at: now) {
      case .allowed: break
      case .wait(let duration): throw rateLimited(duration)
      case .crowded(let duration): throw busy(duration)
      }
    }
    switch streams.verdict(for: comment.streamID, at: now) {
    case .allowed: break
    case .wait(let duration), .crowded(let duration): throw busy(duration)
    }
    if isLimited { users.take(for: comment.poster.userID, at: now) }
    streams.take(for: comment.streamID, at: now)
  }

  private func rateLimited(_ duration: Duration) -> Problem {
    let wait = Self.milliseconds(duration)
    return Problem(
      .rateLimited, "you are too fast: wait \(Self.seconds(wait))",
      retryAfterMilliseconds: Int(wait))
  }

  private func busy(_ duration: Duration) -> Problem {
    let wait = Self.milliseconds(duration)
    return Problem(
      .busy, "the stream takes no more comments at the moment: try again in \(Self.seconds(wait))",
      retryAfterMilliseconds: Int(wait))
  }

  /// Rounded up: who waits exactly this long is let through.
  private static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let whole = attoseconds / 1_000_000_000_000_000
    let rest = attoseconds % 1_000_000_000_000_000
    return seconds * 1_000 + whole + (rest > 0 ? 1 : 0)
  }

  private static func seconds(_ milliseconds: Int64) -> String {
    let tenths = (milliseconds + 99) / 100
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
