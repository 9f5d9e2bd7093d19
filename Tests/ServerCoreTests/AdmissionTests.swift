import LiveComments
import ServerCore
import Testing

struct AdmissionTests {
  /// One row of the table: who posts, under which circumstances, and what comes of it.
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var poster = User.sample("ada")
    var author: User?
    var circumstances = Admission.Circumstances()
    var refusal: ProblemCode?
    var state = CommentState.visible
  }

  private static let service = User.sample("bridge", .service)
  private static let locked = Admission.Circumstances(controls: StreamControls(isLocked: true))
  private static func muted(_ mute: Mute) -> Admission.Circumstances {
    Admission.Circumstances(standing: AuthorStanding(mute: mute))
  }
  private static func slow(
    manual: Int = 0, automatic: Int = 0, lastPost: Int64
  ) -> Admission.Circumstances {
    Admission.Circumstances(
      controls: StreamControls(slowModeSeconds: manual), automaticSlowModeSeconds: automatic,
      lastPostAt: Moment.at(lastPost).time)
  }

  /// All at 100,000 ms.
  static let cases: [Case] = [
    Case(testDescription: "nothing in the way"),
    Case(testDescription: "a viewer in a locked stream", circumstances: locked, refusal: .locked),
    Case(
      testDescription: "a service in a locked stream", poster: service, circumstances: locked,
      refusal: .locked),
    Case(
      testDescription: "a service for a viewer in a locked stream", poster: service,
      author: .sample("ada"), circumstances: locked, refusal: .locked),
    Case(
      testDescription: "a moderator in a locked stream", poster: .sample("mo", .moderator),
      circumstances: locked),
    Case(
      testDescription: "the owner in a locked stream", poster: .sample("own", .owner),
      circumstances: locked),
    Case(testDescription: "muted for ever", circumstances: muted(.indefinite), refusal: .muted),
    Case(
      testDescription: "muted for a millisecond yet",
      circumstances: muted(.until(Moment.at(100_001).time)), refusal: .muted),
    Case(
      testDescription: "a mute that has just ended",
      circumstances: muted(.until(Moment.at(100_000).time))),
    Case(
      testDescription: "muted in every stream",
      circumstances: Admission.Circumstances(
        standing: AuthorStanding(muteEverywhere: .indefinite)), refusal: .muted),
    Case(
      testDescription: "the stream's mute has ended, that of every stream has not",
      circumstances: Admission.Circumstances(
        standing: AuthorStanding(
          mute: .until(Moment.at(5).time), muteEverywhere: .indefinite)), refusal: .muted),
    Case(
      testDescription: "a muted moderator", poster: .sample("mo", .moderator),
      circumstances: muted(.indefinite), refusal: .muted),
    Case(
      testDescription: "shadow-banned",
      circumstances: Admission.Circumstances(standing: AuthorStanding(isShadowBanned: true)),
      state: .shadowBanned),
    Case(
      testDescription: "slow mode, too early",
      circumstances: slow(manual: 10, lastPost: 90_001), refusal: .slowMode),
    Case(
      testDescription: "slow mode, just in time", circumstances: slow(manual: 10, lastPost: 90_000)),
    Case(
      testDescription: "the first comment in slow mode",
      circumstances: Admission.Circumstances(controls: StreamControls(slowModeSeconds: 60))),
    Case(
      testDescription: "a moderator in slow mode", poster: .sample("mo", .moderator),
      circumstances: slow(manual: 10, lastPost: 99_999)),
    Case(
      testDescription: "the stricter slow mode holds: automatic",
      circumstances: slow(manual: 5, automatic: 30, lastPost: 80_000), refusal: .slowMode),
    Case(
      testDescription: "the stricter slow mode holds: manual",
      circumstances: slow(manual: 30, automatic: 5, lastPost: 80_000), refusal: .slowMode),
    Case(
      testDescription: "a service is exempt from the automatic slow mode", poster: service,
      author: .sample("ada"), circumstances: slow(automatic: 30, lastPost: 99_999)),
    Case(
      testDescription: "a service is not exempt from the manual slow mode", poster: service,
      author: .sample("ada"), circumstances: slow(manual: 30, lastPost: 99_999),
      refusal: .slowMode),
    Case(
      testDescription: "the answered comment is not there",
      circumstances: Admission.Circumstances(canSeeReplyTarget: false), refusal: .unknownComment),
  ]

  @Test("what moderation has decided about a post", arguments: cases)
  func decides(_ row: Case) throws {
    var admission = Admission(limits: PostLimits())
    let comment = AcceptedComment.sample(by: row.poster, as: row.author)
    if let refusal = row.refusal {
      let problem = #expect(throws: Problem.self) {
        try admission.admit(comment, in: row.circumstances, at: .at(100_000))
      }
      #expect(problem?.code == refusal)
    } else {
      #expect(try admission.admit(comment, in: row.circumstances, at: .at(100_000)) == row.state)
    }
  }

  @Test("slow mode says exactly how long to wait")
  func slowModeWait() {
    var admission = Admission(limits: PostLimits())
    for (lastPost, wait) in [(95_000, 5_000), (90_001, 1), (100_000, 10_000)] as [(Int64, Int)] {
      let problem = #expect(throws: Problem.self) {
        try admission.admit(
          .sample(), in: Self.slow(manual: 10, lastPost: lastPost), at: .at(100_000))
      }
      #expect(problem?.retryAfterMilliseconds == wait)
    }
  }

  @Test("a clock that was set back holds nobody up in slow mode, and lets them by once")
  func slowModeClockSetBack() throws {
    var admission = Admission(limits: PostLimits())
    var circumstances = Self.slow(manual: 10, lastPost: 3_700_000)
    _ = try admission.admit(.sample(), in: circumstances, at: .at(100_000))
    circumstances.lastPostAt = Moment.at(100_000).time
    let problem = #expect(throws: Problem.self) {
      try admission.admit(.sample(), in: circumstances, at: .at(104_000))
    }
    #expect(problem?.retryAfterMilliseconds == 6_000)
    _ = try admission.admit(.sample(), in: circumstances, at: .at(110_000))
  }

  @Test("a user's limit holds over all streams, and says when the next post may come")
  func userLimit() throws {
    var admission = Admission(limits: PostLimits(perUser: RateLimit(perSecond: 2, burst: 2)))
    try post(&admission, .sample(in: .launch))
    try post(&admission, .sample(in: .premiere))
    let problem = #expect(throws: Problem.self) { try post(&admission, .sample()) }
    #expect(problem?.code == .rateLimited)
    #expect(problem?.retryAfterMilliseconds == 500)
    try post(&admission, .sample(), at: 500)
    try post(&admission, .sample(by: .sample("bob")))
  }

  @Test("a service has no limit of its own")
  func serviceLimit() throws {
    var admission = Admission(limits: PostLimits(perUser: RateLimit(perSecond: 1, burst: 1)))
    for _ in 0..<50 { try post(&admission, .sample(by: Self.service, as: .sample("ada"))) }
  }

  @Test("a stream at its limit is busy, which takes no token from the user")
  func streamLimit() throws {
    var admission = Admission(
      limits: PostLimits(
        perUser: RateLimit(perSecond: 1, burst: 1), perStream: RateLimit(perSecond: 4, burst: 1)))
    try post(&admission, .sample(by: .sample("bob")))
    for _ in 0..<3 {
      let problem = #expect(throws: Problem.self) { try post(&admission, .sample()) }
      #expect(problem?.code == .busy)
      #expect(problem?.retryAfterMilliseconds == 250)
    }
    try post(&admission, .sample(in: .premiere))
    let problem = #expect(throws: Problem.self) { try post(&admission, .sample(), at: 250) }
    #expect(problem?.code == .rateLimited)
  }

  @Test("a refusal by moderation takes no token")
  func refusalIsFree() throws {
    var admission = Admission(limits: PostLimits(perUser: RateLimit(perSecond: 1, burst: 1)))
    for _ in 0..<3 {
      #expect(throws: Problem.self) {
        try admission.admit(.sample(), in: Self.locked, at: .at(0))
      }
    }
    try post(&admission, .sample())
  }

  @Test("when too many users are active, others find the stream busy")
  func crowded() throws {
    var admission = Admission(
      limits: PostLimits(perUser: RateLimit(perSecond: 1, burst: 5), trackedUsers: 2))
    try post(&admission, .sample(by: .sample("ada")))
    try post(&admission, .sample(by: .sample("bob")))
    let problem = #expect(throws: Problem.self) {
      try post(&admission, .sample(by: .sample("eve")))
    }
    #expect(problem?.code == .busy)
    try post(&admission, .sample(by: .sample("eve")), at: 10_001)
  }

  private func post(
    _ admission: inout Admission, _ comment: AcceptedComment, at milliseconds: Int64 = 0
  ) throws {
    _ = try admission.admit(comment, in: Admission.Circumstances(), at: .at(milliseconds))
  }
}
