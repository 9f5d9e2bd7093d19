/// The fold over moderation events (design §5.4): a set of registers, each decided by its own
/// highest `mod_seq`, in whatever order the events arrive. Server and client use the same one.
///
/// Nothing in it grows without bound: see `LedgerLimits`.
public struct Ledger: Sendable {
  /// The highest `mod_seq` that was applied.
  public private(set) var latestModSeq: ModSeq = .zero
  /// Where this ledger begins to know. Events up to here are ignored: every copy of a comment that
  /// is looked up reflects them.
  public private(set) var originModSeq: ModSeq = .zero
  /// Registers of comments at or below this position may have been discarded.
  public private(set) var horizon: Seq = .zero
  /// The highest `mod_seq` that was discarded at the horizon: a copy of a comment at or below the
  /// horizon is only safe when it reflects moderation up to here.
  public private(set) var horizonModSeq: ModSeq = .zero

  private let limits: LedgerLimits
  private var comments = LedgerComments()
  private var purges = LedgerPurges()
  private var pins: LedgerRegisters<CommentID, Bool>
  private var mutes: LedgerRegisters<UserID, Mute>
  private var mutesEverywhere: LedgerRegisters<UserID, Mute>
  private var shadowBans: LedgerRegisters<UserID, Bool>
  private var slowMode = Register(0, at: .zero)
  private var lock = Register(false, at: .zero)
  private var levelChoice = Register(LevelChoice.auto, at: .zero)
  /// The event that last wrote the safety rules; 0 when none did.
  public private(set) var rulesModSeq: ModSeq = .zero

  /// How far `discard` has been asked to go; the work is done when enough has come together.
  private var wantedHorizon: Seq = .zero
  private var keptAtLastSweep = 0

  public init(limits: LedgerLimits = LedgerLimits()) {
    self.limits = limits
    pins = LedgerRegisters(resting: false, limit: limits.pins)
    mutes = LedgerRegisters(resting: .none, limit: limits.users)
    mutesEverywhere = LedgerRegisters(resting: .none, limit: limits.users)
    shadowBans = LedgerRegisters(resting: false, limit: limits.users)
  }
}

extension Ledger {
  /// What decides a comment's visibility; nil when its initial state stands.
  public func visibility(
    of id: CommentID, by user: UserID, at seq: Seq
  ) -> Register<CommentState>? {
    decided(id, user, seq).map { Register($0.state, at: $0.modSeq) }
  }

  /// The comment with the state, and to moderators the reason, that the registers give it. One that
  /// was decided no later than what the copy reflects leaves the copy as it is.
  public func resolved(_ comment: Comment, reflecting modSeq: ModSeq = .zero) -> Comment {
    guard let entry = decided(comment.commentID, comment.userID, comment.seq),
      entry.modSeq > modSeq
    else { return comment }
    var comment = comment
    comment.state = entry.state
    if let decision = entry.decision { comment.moderation = decision.moderation }
    return comment
  }

  private func decided(_ id: CommentID, _ user: UserID, _ seq: Seq) -> LedgerComments.Entry? {
    let named = comments[id]
    guard let purge = purges.latest(of: user, at: seq), purge.modSeq > named?.modSeq ?? .zero else {
      return named
    }
    return LedgerComments.Entry(
      seq: seq, state: .deleted, modSeq: purge.modSeq, decision: purge.decision)
  }

  /// Comments and purges that it remembers.
  public var count: Int { comments.count + purges.count }

  public func isPinned(_ id: CommentID) -> Bool { pins[id] }

  /// The comment's pin register; nil when no event has named it since `originModSeq`.
  public func pin(of id: CommentID) -> Register<Bool>? { pins.registers[id] }

  /// Whether the user may not post at that moment, in this stream or anywhere.
  public func isMuted(_ user: UserID, at time: Timestamp) -> Bool {
    mutes[user].holds(at: time) || mutesEverywhere[user].holds(at: time)
  }

  /// The user's mute in this stream.
  public func mute(of user: UserID) -> Mute { mutes[user] }

  /// The user's mute in every stream; a register of its own, which only a `*` unmute lifts.
  public func muteEverywhere(of user: UserID) -> Mute { mutesEverywhere[user] }

  /// The event that last wrote the user's mute; 0 when none is known.
  public func muteModSeq(of user: UserID) -> ModSeq { mutes.registers[user]?.modSeq ?? .zero }

  /// The event that last wrote the user's mute in every stream; 0 when none is known.
  public func muteEverywhereModSeq(of user: UserID) -> ModSeq {
    mutesEverywhere.registers[user]?.modSeq ?? .zero
  }

  /// The event that last wrote the user's shadow ban; 0 when none is known.
  public func shadowBanModSeq(of user: UserID) -> ModSeq {
    shadowBans.registers[user]?.modSeq ?? .zero
  }

  /// Whether comments that the user posts now are shadow-banned.
  public func isShadowBanned(_ user: UserID) -> Bool { shadowBans[user] }

  /// The manual interval between two comments of one user, in seconds; 0 is off.
  public var slowModeSeconds: Int { slowMode.value }
  public var slowModeModSeq: ModSeq { slowMode.modSeq }

  /// Whether only moderators post.
  public var isLocked: Bool { lock.value }
  public var lockModSeq: ModSeq { lock.modSeq }

  /// The mitigation level that was asked for.
  public var level: LevelChoice { levelChoice.value }
  public var levelModSeq: ModSeq { levelChoice.modSeq }
}

extension Ledger {
  /// What one event decided.
  public struct Change: Sendable, Hashable {
    /// The named comments whose visibility it decides now, with the state that it gives them.
    public var targets: [ModerationEvent.Target] = []
    /// The purge that it is; comments that it covers may still be decided by later events.
    public var purge: Purge?
    /// Whether a pin, a user's or a stream's register changed hands.
    public var pins = false
    public var users = false
    public var stream = false

    public init() {}
  }

  /// Applies an event, whenever it comes; applying one again changes nothing.
  public mutating func apply(_ event: ModerationEvent) -> Change {
    var change = Change()
    guard event.modSeq > originModSeq else { return change }
    // Before, not after: what an event decides can be looked up at least until the next one.
    if count >= limits.comments { forgetOlderHalf() }
    latestModSeq = max(latestModSeq, event.modSeq)
    switch event.action {
    case .delete, .restore, .hold, .approve, .reject:
      change.targets = setVisibility(event)
    case .pin, .unpin:
      change.targets = setVisibility(event)
      for target in event.targets ?? [] {
        let isSet = pins.set(event.action == .pin, for: target.commentID, at: event.modSeq)
        change.pins = isSet || change.pins
      }
    case .purgeUser:
      change.targets = setVisibility(event)
      change.purge = insertPurge(event)
    case .mute, .unmute, .shadowBan, .liftShadowBan:
      change.users = setUser(event)
    case .slowMode, .lock, .unlock, .setLevel, .setRules:
      change.stream = setStream(event)
    case .flag, .unknown:
      break
    }
    return change
  }

  private mutating func setVisibility(_ event: ModerationEvent) -> [ModerationEvent.Target] {
    guard let targets = event.targets else { return [] }
    let decision = LedgerDecision(event)
    return targets.filter { target in
      // The register may have been discarded with a later decision in it: a retraction is safe
      // then, and anything else is not.
      guard !isForgotten(target.seq, event.modSeq) || target.state.isRetracted else { return false }
      return comments.set(
        LedgerComments.Entry(
          seq: target.seq, state: target.state, modSeq: event.modSeq, decision: decision),
        for: target.commentID)
    }
  }

  private func isForgotten(_ seq: Seq, _ modSeq: ModSeq) -> Bool {
    seq <= horizon && modSeq <= horizonModSeq
  }

  private mutating func insertPurge(_ event: ModerationEvent) -> Purge? {
    guard let user = event.userID, let from = event.fromSeq, let upto = event.uptoSeq, from <= upto
    else { return nil }
    let purge = Purge(userID: user, fromSeq: from, uptoSeq: upto, modSeq: event.modSeq)
    return purges.insert(purge, LedgerDecision(event)) ? purge : nil
  }

  private mutating func setUser(_ event: ModerationEvent) -> Bool {
    guard let user = event.userID else { return false }
    switch event.action {
    case .mute, .unmute:
      let mute: Mute =
        event.action == .unmute ? .none : event.until.map { .until($0) } ?? .indefinite
      return event.scope == "*"
        ? mutesEverywhere.set(mute, for: user, at: event.modSeq)
        : mutes.set(mute, for: user, at: event.modSeq)
    default:
      return shadowBans.set(event.action == .shadowBan, for: user, at: event.modSeq)
    }
  }

  private mutating func setStream(_ event: ModerationEvent) -> Bool {
    switch event.action {
    case .slowMode: return slowMode.set(max(0, event.seconds ?? 0), at: event.modSeq)
    case .lock, .unlock: return lock.set(event.action == .lock, at: event.modSeq)
    case .setLevel:
      // What the policy writes is what `auto` comes to; viewers, who are not told whose word it is,
      // override nothing.
      let choice = event.actorKind == .automated ? .auto : event.level ?? .auto
      return levelChoice.set(choice, at: event.modSeq)
    default:
      guard event.modSeq > rulesModSeq else { return false }
      rulesModSeq = event.modSeq
      return true
    }
  }
}

extension Ledger {
  /// Forgets what decides comments and purges up to `seq`, sooner or later: a sweep waits until as
  /// much has come together as it kept the last time, so that each entry pays for one step of one
  /// sweep. Returns `horizonModSeq`.
  ///
  /// What was decided after `settled` is kept: with every event up to there applied, none that is
  /// forgotten can be met again by an older one that comes late.
  @discardableResult
  public mutating func discard(through seq: Seq, settled: ModSeq = .highest) -> ModSeq {
    wantedHorizon = max(wantedHorizon, seq)
    if count > 2 * keptAtLastSweep + limits.sweepSlack {
      sweep(through: wantedHorizon, settled: settled)
    }
    return horizonModSeq
  }

  private mutating func sweep(through seq: Seq, settled: ModSeq) {
    let highest = max(
      comments.removeAll { $0.seq <= seq && $0.modSeq <= settled },
      purges.discard(through: seq, settled: settled))
    keptAtLastSweep = count
    guard highest > .zero else { return }
    horizon = max(horizon, seq)
    horizonModSeq = max(horizonModSeq, highest)
  }

  private mutating func forgetOlderHalf() {
    let seqs = (comments.seqs + purges.uptoSeqs).sorted()
    sweep(through: max(wantedHorizon, seqs[seqs.count / 2]), settled: .highest)
  }

  /// Begins to know at `modSeq`: what events up to there decided about comments is forgotten, since
  /// every copy that is looked up from now on reflects them. What they decided about users, pins
  /// and the stream stays, as the last that is known.
  public mutating func begin(at modSeq: ModSeq) {
    guard modSeq > originModSeq else { return }
    originModSeq = modSeq
    latestModSeq = max(latestModSeq, modSeq)
    _ = comments.removeAll { $0.modSeq <= modSeq }
    purges.removeAll(decidedUpTo: modSeq)
    keptAtLastSweep = count
  }
}

extension CommentState {
  /// Whether a comment in this state is shown to nobody but moderators (and, held, its author).
  public var isRetracted: Bool { self == .deleted || self == .held }
}

extension Comment {
  /// Whether its state lets this reader see it; `userID` is nil for a reader without a token.
  public func isShown(to userID: UserID?, moderates: Bool) -> Bool {
    moderates || !state.isRetracted || (state == .held && self.userID == userID)
  }
}
