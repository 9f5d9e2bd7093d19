import ClientCore
import LiveComments
import Testing

/// Joining, being refused, backing off, and paging backwards (design §5.3, §6).
@Suite struct SessionJoiningTests {
  private typealias F = Fixture

  @Test("a session joins by HTTP, then greets with the positions that came with the page")
  func joins() {
    var session = Driven()
    #expect(session(.start) == [.connectionChanged(.joining), .fetchJoin(.newest(200))])
    let joined = session(.joined(.success(F.page(0, 2, [1, 2], mod: 7))))
    #expect(joined.feed.short == ["+1,2"])
    #expect(joined.suffix(2) == [.connectionChanged(.connecting), .connect])
    let point = ResumePoint(epoch: F.epoch, lastSeenSeq: 2, lastModSeq: 7)
    #expect(session(.opened).sent == [.hello(.init(resume: point))])
    let live = session.frame(F.welcome(seq: 2, mod: 7, you: F.me))
    #expect(live.states == [.live])
    #expect(live.contains(.identified(F.me)))
    #expect(!live.contains(.caughtUp(comments: 0)))
    #expect(session.session.you == F.me)
  }

  @Test("a session may begin at the beginning")
  func fromTheBeginning() throws {
    var configuration = Session.Configuration()
    configuration.join = .beginning
    var session = Driven(configuration)
    #expect(session(.start).last == .fetchJoin(.beginning))
    // The log does not reach back so far any more.
    let trimmed = RequestFailure.refused(Problem(.reset, "trimmed", reason: .trimmed))
    session(.joined(.failure(trimmed)))
    #expect(try session.next().last == .fetchJoin(.newest(1_000)))
  }

  @Test(
    "a refusal that would come again stops the session with its problem",
    arguments: [
      ProblemCode.tokenMissing, .tokenInvalid, .tokenExpired, .forbidden, .notFound, .invalid,
    ])
  func refusedForGood(code: ProblemCode) {
    var session = Driven()
    session(.start)
    let problem = Problem(code, "no")
    #expect(
      session(.joined(.failure(.refused(problem)))).states == [.stopped(.refused(problem))])
    #expect(session.session.nextDeadline == nil)
  }

  @Test("a refused upgrade is judged in the same way")
  func refusedUpgrade() {
    var session = Driven()
    session(.start)
    session(.joined(.success(F.page(0, 0, [Int]()))))
    let problem = Problem(.tokenInvalid, "no")
    #expect(
      session(.failed(.refused(problem))).states == [.stopped(.refused(problem))])
  }

  @Test(
    "a temporary failure is tried again, not before the server allows it",
    arguments: [
      (RequestFailure.unreachable("refused"), Duration.zero, Duration.milliseconds(250)),
      (.refused(Problem(.unavailable, "x")), .zero, .milliseconds(250)),
      (
        .refused(Problem(.busy, "x", retryAfterMilliseconds: 5_000)), .seconds(5), .seconds(10)
      ),
    ])
  func temporary(failure: RequestFailure, atLeast: Duration, atMost: Duration) throws {
    var session = Driven()
    session(.start)
    session(.joined(.failure(failure)))
    let wait = try #require(session.session.nextDeadline) - session.now
    #expect(atLeast <= wait && wait <= atMost)
    #expect(try session.next() == [.connectionChanged(.joining), .fetchJoin(.newest(200))])
  }

  @Test("those who were refused together come back apart, none before it was asked")
  func apart() throws {
    let refusal = RequestFailure.refused(Problem(.busy, "x", retryAfterMilliseconds: 1_000))
    var joins: Set<Duration> = []
    var rejoins: Set<Duration> = []
    var upgrades: Set<Duration> = []
    for seed in 0..<60 {
      var joining = Driven(seed: UInt64(seed))
      joining(.start)
      joining(.joined(.failure(refusal)))
      joins.insert(try #require(joining.session.nextDeadline) - joining.now)

      var upgrading = Driven(seed: UInt64(seed))
      upgrading(.start)
      upgrading(.joined(.success(F.page(0, 0, [Int]()))))
      upgrading(.failed(refusal))
      upgrades.insert(try #require(upgrading.session.nextDeadline) - upgrading.now)

      var rejoining = Driven(seed: UInt64(seed))
      rejoining(.start)
      rejoining(.joined(.success(F.page(0, 2, [1, 2]))))
      rejoining(.opened)
      _ = rejoining.frame(F.welcome(.reset, seq: 0, reason: .epoch, epoch: F.otherEpoch))
      rejoining(.joined(.failure(refusal)))
      rejoins.insert(try #require(rejoining.session.nextDeadline) - rejoining.now)
    }
    for waits in [joins, upgrades, rejoins] {
      #expect(waits.count > 50)
      #expect(waits.allSatisfy { (.seconds(1) ... .seconds(2)).contains($0) })
      #expect((waits.max() ?? .zero) > .milliseconds(1_750))
    }
  }

  @Test("the backoff doubles from 250 ms to 30 s, with full jitter")
  func backoff() throws {
    let ceilings = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    var longest = Array(repeating: Duration.zero, count: ceilings.count)
    for seed in 0..<60 {
      var session = Driven(seed: UInt64(seed))
      session(.start)
      for attempt in ceilings.indices {
        session(.joined(.failure(.unreachable("no"))))
        let wait = try #require(session.session.nextDeadline) - session.now
        #expect(wait <= .milliseconds(ceilings[attempt]))
        longest[attempt] = max(longest[attempt], wait)
        _ = try session.next()
      }
    }
    for (longest, ceiling) in zip(longest, ceilings) {
      #expect(longest > .milliseconds(ceiling * 3 / 4))
    }
  }
}
