import LiveComments
import ServerCore
import Testing

@Suite("Who may react")
struct ReactionAdmissionTests {
  private let ada = User.sample("ada")

  private func admission(
    perSecond: Double = 10, burst: Int = 20, mutes: StoredMutes = StoredMutes()
  ) -> ReactionAdmission {
    var admission = ReactionAdmission(
      limits: ReactionLimits(perUser: RateLimit(perSecond: perSecond, burst: burst)))
    admission.learn(mutes, of: .launch, asOf: 0)
    return admission
  }

  private func event(
    _ action: ModerationAction, _ user: UserID, scope: String? = nil, until: Timestamp? = nil
  ) -> ModerationEvent {
    var generator = SeededGenerator(seed: 1)
    let at = Timestamp(milliseconds: 0)
    return ModerationEvent(
      modSeq: 1, moderationID: ModerationID(at: at, using: &generator), action: action, at: at,
      userID: user, scope: scope, until: until)
  }

  private func code(_ verdict: ReactionAdmission.Verdict) -> ProblemCode? {
    if case .refused(let problem) = verdict { problem.code } else { nil }
  }

  @Test("a stream whose mutes are not known is asked for; what changes meanwhile holds")
  func unknown() {
    var admission = ReactionAdmission(limits: ReactionLimits())
    #expect(admission.admit(ada, to: .launch, count: 1, at: .at(0)) == .unknown(asOf: 0))
    admission.apply(event(.mute, "bob"), in: .launch)
    admission.apply(event(.mute, "eve"), in: .premiere)
    admission.apply(event(.mute, "mallory", scope: "*"), in: .premiere)
    admission.apply(event(.unmute, "dan"), in: .launch)
    // The answer may be older than all of that.
    admission.learn(StoredMutes(stream: ["dan": .indefinite]), of: .launch, asOf: 0)
    func verdict(on id: String) -> ReactionAdmission.Verdict {
      admission.admit(.sample(id), to: .launch, count: 1, at: .at(0))
    }
    for id in ["bob", "mallory"] { #expect(code(verdict(on: id)) == .muted) }
    for id in ["ada", "eve", "dan"] { #expect(verdict(on: id) == .admitted) }
  }

  @Test("after more changes than are remembered the log is asked again")
  func manyChanges() {
    var admission = ReactionAdmission(limits: ReactionLimits())
    for _ in 0..<1_001 { admission.apply(event(.mute, "bob"), in: .premiere) }
    admission.learn(StoredMutes(), of: .launch, asOf: 0)
    #expect(admission.admit(ada, to: .launch, count: 1, at: .at(0)) == .unknown(asOf: 1_001))
    admission.learn(StoredMutes(), of: .launch, asOf: 1)
    #expect(admission.admit(ada, to: .launch, count: 1, at: .at(0)) == .admitted)
  }

  @Test("each of a request's reactions counts, and the wait is exact")
  func limit() {
    var admission = admission()
    #expect(admission.admit(ada, to: .launch, count: 15, at: .at(0)) == .admitted)
    #expect(admission.admit(ada, to: .launch, count: 5, at: .at(0)) == .admitted)
    guard case .refused(let problem) = admission.admit(ada, to: .launch, count: 10, at: .at(0))
    else {
      Issue.record("twenty were all there was")
      return
    }
    #expect(problem.code == .rateLimited)
    #expect(problem.retryAfterMilliseconds == 1_000)
    #expect(code(admission.admit(ada, to: .launch, count: 10, at: .at(999))) == .rateLimited)
    #expect(admission.admit(ada, to: .launch, count: 10, at: .at(1_000)) == .admitted)
  }

  @Test("a request larger than the burst goes through when the bucket is full")
  func largerThanBurst() {
    var admission = admission(burst: 20)
    #expect(admission.admit(ada, to: .launch, count: 50, at: .at(0)) == .admitted)
    #expect(code(admission.admit(ada, to: .launch, count: 50, at: .at(1_999))) == .rateLimited)
    #expect(admission.admit(ada, to: .launch, count: 50, at: .at(2_000)) == .admitted)
  }

  @Test("one who is too fast is refused, others and services are not")
  func others() {
    var admission = admission(burst: 1)
    #expect(admission.admit(ada, to: .launch, count: 1, at: .at(0)) == .admitted)
    #expect(code(admission.admit(ada, to: .launch, count: 1, at: .at(0))) == .rateLimited)
    #expect(admission.admit(.sample("bob"), to: .launch, count: 1, at: .at(0)) == .admitted)
    for _ in 0..<100 {
      let service = User.sample("bridge", .service)
      #expect(admission.admit(service, to: .launch, count: 50, at: .at(0)) == .admitted)
    }
  }

  @Test("a mute holds until it ends or is lifted, in its stream or in all")
  func mutes() {
    var admission = admission(
      mutes: StoredMutes(stream: ["ada": .until(Moment.at(5_000).time)]))
    admission.learn(
      StoredMutes(stream: [:], everywhere: [:]), of: .premiere, asOf: 0)
    #expect(code(admission.admit(ada, to: .launch, count: 1, at: .at(0))) == .muted)
    #expect(admission.admit(ada, to: .premiere, count: 1, at: .at(0)) == .admitted)
    #expect(admission.admit(ada, to: .launch, count: 1, at: .at(5_000)) == .admitted)
    admission.apply(event(.mute, "ada", scope: "*"), in: .premiere)
    #expect(code(admission.admit(ada, to: .launch, count: 1, at: .at(6_000))) == .muted)
    admission.apply(event(.unmute, "ada"), in: .launch)
    #expect(code(admission.admit(ada, to: .launch, count: 1, at: .at(6_000))) == .muted)
    admission.apply(event(.unmute, "ada", scope: "*"), in: .launch)
    #expect(admission.admit(ada, to: .launch, count: 1, at: .at(6_000)) == .admitted)
  }
}
