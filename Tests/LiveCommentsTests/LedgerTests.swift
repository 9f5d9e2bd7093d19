import LiveComments
import Testing

// `Testing` has a type of this name too.
private typealias Comment = LiveComments.Comment

@Suite struct LedgerTests {
  @Test("each register is decided by its highest mod_seq, whatever order events arrive in")
  func orderDoesNotMatter() {
    let events = [
      event(1, .delete, 1, .deleted), event(2, .restore, 1, .visible),
      event(3, .hold, 1, .held), event(4, .pin, 2, .visible), event(5, .unpin, 2, .visible),
      userEvent(6, .mute, "u"), userEvent(7, .unmute, "u"), userEvent(8, .mute, "u", scope: "*"),
      userEvent(9, .shadowBan, "u"), purge(10, "v", 3...4), event(11, .restore, 3, .visible),
      streamEvent(12, .slowMode, seconds: 9), streamEvent(13, .lock),
      streamEvent(14, .setLevel, level: .fixed(.hot)), streamEvent(15, .setRules),
    ]
    var inOrder = Ledger()
    for event in events { _ = inOrder.apply(event) }
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      var shuffled = Ledger()
      for event in (events + events).shuffled(using: &generator) { _ = shuffled.apply(event) }
      #expect(view(shuffled) == view(inOrder))
    }
    #expect(
      view(inOrder) == [
        "1 held@3", "2 visible@5 ", "3 visible@11", "4 deleted@10", "5 -",
        "mute none everywhere indefinite shadow true", "slow 9 lock true level hot rules 15",
      ])
  }

  private func view(_ ledger: Ledger) -> [String] {
    let comments = (1...5).map { number in
      let register = ledger.visibility(
        of: id(number), by: number >= 3 ? "v" : "w", at: seq(number))
      let state = register.map { "\($0.value)@\($0.modSeq)" } ?? "-"
      return "\(number) \(state)" + (number == 2 ? ledger.isPinned(id(2)) ? " pinned" : " " : "")
    }
    return comments + [
      """
      mute \(ledger.mute(of: "u")) everywhere \(ledger.muteEverywhere(of: "u")) \
      shadow \(ledger.isShadowBanned("u"))
      """,
      """
      slow \(ledger.slowModeSeconds) lock \(ledger.isLocked) level \(ledger.level.rawValue) \
      rules \(ledger.rulesModSeq)
      """,
    ]
  }

  @Test("an event says what it decided, and nothing the second time")
  func changes() {
    var ledger = Ledger()
    let first = ledger.apply(event(5, .delete, 1, .deleted))
    #expect(first.targets.map(\.commentID) == [id(1)])
    #expect(ledger.apply(event(5, .delete, 1, .deleted)) == Ledger.Change())
    #expect(ledger.apply(event(4, .restore, 1, .visible)).targets.isEmpty)
    #expect(ledger.latestModSeq == 5)
  }

  @Test(
    "flags and unknown actions decide nothing but advance what is known",
    arguments: [ModerationAction.flag, .unknown("shine")])
  func noEffect(action: ModerationAction) {
    var ledger = Ledger()
    #expect(ledger.apply(event(7, action, 1, .deleted)) == Ledger.Change())
    #expect(ledger.visibility(of: id(1), by: "u", at: 1) == nil)
    #expect(ledger.latestModSeq == 7)
  }

  @Test("a purge covers its author's comments of the range, both ends included")
  func purgeRange() {
    var ledger = Ledger()
    _ = ledger.apply(purge(5, "u", 3...6))
    let covered = (2...7).map { ledger.visibility(of: id($0), by: "u", at: seq($0)) != nil }
    #expect(covered == [false, true, true, true, true, false])
    #expect(ledger.visibility(of: id(4), by: "w", at: 4) == nil)
  }

  @Test("a comment that is restored after a purge stays, and a later purge takes it again")
  func purgesAndRestores() {
    var ledger = Ledger()
    _ = ledger.apply(event(6, .restore, 4, .visible))
    _ = ledger.apply(purge(5, "u", 1...9))
    #expect(ledger.visibility(of: id(4), by: "u", at: 4)?.value == .visible)
    _ = ledger.apply(purge(7, "u", 4...9))
    #expect(ledger.visibility(of: id(4), by: "u", at: 4)?.value == .deleted)
    #expect(ledger.visibility(of: id(3), by: "u", at: 3)?.modSeq == 5)
  }

  @Test("a purge that a later one covers takes no room")
  func dominatedPurges() {
    var ledger = Ledger()
    for number in 1...100 { _ = ledger.apply(purge(number, "u", 1...number)) }
    #expect(ledger.count == 1)
    _ = ledger.apply(purge(50, "u", 2...50))
    #expect(ledger.count == 1)
  }

  @Test("a purge without a range, or with one that ends before it begins, decides nothing")
  func malformedPurges() {
    var ledger = Ledger()
    var event = purge(5, "u", 3...6)
    event.fromSeq = nil
    #expect(ledger.apply(event) == Ledger.Change())
    event.fromSeq = 9
    #expect(ledger.apply(event) == Ledger.Change())
  }

  @Test("a mute ends by itself when it says so")
  func muteUntil() {
    var ledger = Ledger()
    var event = userEvent(3, .mute, "u")
    event.until = Timestamp(milliseconds: 1_000)
    _ = ledger.apply(event)
    #expect(ledger.isMuted("u", at: Timestamp(milliseconds: 999)))
    #expect(!ledger.isMuted("u", at: Timestamp(milliseconds: 1_000)))
    #expect(!ledger.isMuted("v", at: Timestamp(milliseconds: 0)))
  }

  @Test("only a * unmute lifts a * mute")
  func muteEverywhere() {
    var ledger = Ledger()
    _ = ledger.apply(userEvent(1, .mute, "u", scope: "*"))
    _ = ledger.apply(userEvent(2, .unmute, "u"))
    #expect(ledger.isMuted("u", at: Timestamp(milliseconds: 0)))
    _ = ledger.apply(userEvent(3, .unmute, "u", scope: "*"))
    #expect(!ledger.isMuted("u", at: Timestamp(milliseconds: 0)))
  }

  @Test("users' registers are bounded: lifted ones leave first, and stay decided")
  func boundedUsers() {
    var limits = LedgerLimits()
    limits.users = 10
    var ledger = Ledger(limits: limits)
    _ = ledger.apply(userEvent(1, .mute, "kept"))
    for number in 2...100 {
      let user = UserID(rawValue: "u\(number)")
      _ = ledger.apply(userEvent(number * 2, .mute, user))
      _ = ledger.apply(userEvent(number * 2 + 1, .unmute, user))
    }
    #expect(ledger.isMuted("kept", at: Timestamp(milliseconds: 0)))
    // What was forgotten is not decided again by something older that comes late.
    _ = ledger.apply(userEvent(4, .mute, "u2"))
    #expect(!ledger.isMuted("u2", at: Timestamp(milliseconds: 0)))
  }

  @Test("the horizon rises to what was discarded, and what lies above it stays")
  func discarding() {
    var ledger = Ledger(limits: small(slack: 0))
    for number in 1...10 { _ = ledger.apply(event(number * 2, .delete, number, .deleted)) }
    _ = ledger.apply(purge(50, "u", 1...4))
    #expect(ledger.discard(through: 5) == 50)
    #expect(ledger.horizon == 5)
    #expect(ledger.count == 5)
    #expect(ledger.visibility(of: id(5), by: "w", at: 5) == nil)
    #expect(ledger.visibility(of: id(6), by: "w", at: 6) != nil)
  }

  @Test("of a purge that reaches above the horizon the rest stays, and nothing below it")
  func discardsPartOfPurge() {
    var ledger = Ledger(limits: small(slack: 0))
    _ = ledger.apply(purge(4, "u", 1...9))
    _ = ledger.apply(event(6, .restore, 3, .visible))
    #expect(ledger.discard(through: 5) == 6)
    #expect(ledger.visibility(of: id(3), by: "u", at: 3) == nil)
    #expect(ledger.visibility(of: id(6), by: "u", at: 6)?.modSeq == 4)
  }

  @Test("what is not settled yet is kept")
  func unsettled() {
    var ledger = Ledger(limits: small(slack: 0))
    _ = ledger.apply(event(4, .delete, 1, .deleted))
    _ = ledger.apply(event(9, .delete, 2, .deleted))
    #expect(ledger.discard(through: 5, settled: 6) == 4)
    #expect(ledger.visibility(of: id(2), by: "w", at: 2) != nil)
  }

  @Test("discarding waits until enough has come together")
  func amortised() {
    var ledger = Ledger(limits: small(slack: 100))
    for number in 1...100 { _ = ledger.apply(event(number, .delete, number, .deleted)) }
    #expect(ledger.discard(through: 100) == .zero)
    _ = ledger.apply(event(101, .delete, 101, .deleted))
    #expect(ledger.discard(through: 100) == 100)
    #expect(ledger.count == 1)
  }

  @Test("a full ledger forgets its older half and says so by the horizon")
  func bounded() {
    var limits = LedgerLimits()
    limits.comments = 100
    var ledger = Ledger(limits: limits)
    for number in 1...10_000 {
      _ = ledger.apply(event(number, .delete, number, .deleted))
      #expect(ledger.count <= 100)
    }
    #expect(ledger.horizon > 9_800)
    #expect(ledger.horizonModSeq.rawValue == ledger.horizon.rawValue)
  }

  @Test("below the horizon an event no newer than what was forgotten may only retract")
  func forgottenMayRetract() {
    var limits = LedgerLimits()
    limits.comments = 2
    var ledger = Ledger(limits: limits)
    _ = ledger.apply(event(8, .delete, 1, .deleted))
    _ = ledger.apply(event(9, .delete, 2, .deleted))
    _ = ledger.apply(event(10, .delete, 3, .deleted))
    #expect(ledger.horizon == 2)
    #expect(ledger.apply(event(7, .restore, 1, .visible)).targets.isEmpty)
    #expect(!ledger.apply(event(6, .hold, 1, .held)).targets.isEmpty)
    #expect(!ledger.apply(event(11, .restore, 1, .visible)).targets.isEmpty)
  }

  @Test("a ledger that begins at a position forgets what was decided about comments before it")
  func beginning() {
    var ledger = Ledger()
    _ = ledger.apply(event(4, .delete, 1, .deleted))
    _ = ledger.apply(event(9, .delete, 2, .deleted))
    _ = ledger.apply(userEvent(5, .mute, "u"))
    ledger.begin(at: 6)
    #expect(ledger.visibility(of: id(1), by: "w", at: 1) == nil)
    #expect(ledger.visibility(of: id(2), by: "w", at: 2) != nil)
    #expect(ledger.isMuted("u", at: Timestamp(milliseconds: 0)))
    #expect(ledger.apply(event(6, .delete, 3, .deleted)) == Ledger.Change())
  }

  @Test("a comment is resolved with who decided and why")
  func resolving() throws {
    var ledger = Ledger()
    var event = event(4, .delete, 1, .deleted)
    event.actor = "mod"
    event.actorKind = .human
    event.reason = "spam"
    _ = ledger.apply(event)
    let comment = try comment(1)
    let resolved = ledger.resolved(comment)
    #expect(resolved.state == .deleted)
    #expect(resolved.moderation?.actor == "mod")
    #expect(resolved.moderation?.reason == "spam")
    #expect(try ledger.resolved(self.comment(2)) == self.comment(2))
  }

  private func small(slack: Int) -> LedgerLimits {
    var limits = LedgerLimits()
    limits.sweepSlack = slack
    return limits
  }

  private func id(_ number: Int) -> CommentID {
    var generator = SeededGenerator(seed: UInt64(number))
    return CommentID(at: Timestamp(milliseconds: Int64(number)), using: &generator)
  }

  private func seq(_ number: Int) -> Seq { Seq.zero.advanced(by: Int64(number)) }

  private func comment(_ number: Int) throws -> Comment {
    Comment(
      streamID: try #require(StreamID(rawValue: "s")), seq: seq(number), commentID: id(number),
      userID: "w", userName: "W", role: .viewer, content: "text",
      createdAt: Timestamp(milliseconds: 0), state: .visible)
  }

  private func bare(_ modSeq: Int, _ action: ModerationAction) -> ModerationEvent {
    var generator = SeededGenerator(seed: UInt64(modSeq))
    return ModerationEvent(
      modSeq: ModSeq.zero.advanced(by: Int64(modSeq)),
      moderationID: ModerationID(at: Timestamp(milliseconds: 0), using: &generator),
      action: action, at: Timestamp(milliseconds: 0))
  }

  private func event(
    _ modSeq: Int, _ action: ModerationAction, _ number: Int, _ state: CommentState
  ) -> ModerationEvent {
    var event = bare(modSeq, action)
    event.targets = [.init(commentID: id(number), seq: seq(number), state: state)]
    return event
  }

  private func userEvent(
    _ modSeq: Int, _ action: ModerationAction, _ user: UserID, scope: String? = nil
  ) -> ModerationEvent {
    var event = bare(modSeq, action)
    event.userID = user
    event.scope = scope
    return event
  }

  private func purge(_ modSeq: Int, _ user: UserID, _ range: ClosedRange<Int>) -> ModerationEvent {
    var event = userEvent(modSeq, .purgeUser, user)
    event.fromSeq = seq(range.lowerBound)
    event.uptoSeq = seq(range.upperBound)
    return event
  }

  private func streamEvent(
    _ modSeq: Int, _ action: ModerationAction, seconds: Int? = nil, level: LevelChoice? = nil
  ) -> ModerationEvent {
    var event = bare(modSeq, action)
    event.seconds = seconds
    event.level = level
    return event
  }
}
