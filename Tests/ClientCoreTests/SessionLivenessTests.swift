import ClientCore
import LiveComments
import Testing

/// Signs of life, drains, close codes and stopping (design §5.3).
@Suite struct SessionLivenessTests {
  private typealias F = Fixture

  @Test("the backoff starts anew after 60 s of health", arguments: [(59, false), (60, true)])
  func health(seconds: Int, isHealthy: Bool) throws {
    var session = Driven.live()
    for _ in 0..<6 {
      try session.reconnect()
      _ = session.frame(F.welcome(seq: 2))
    }
    session.pass(.seconds(seconds))
    let states = session(.closed(nil, "")).states
    guard case .waiting(_, let attempt, _) = states.first else {
      Issue.record("not waiting: \(states)")
      return
    }
    #expect((attempt == 1) == isHealthy)
  }

  @Test(
    "a close code decides what comes next",
    arguments: [
      (UInt16(1001), "resume"), (1006, "resume"), (1012, "resume"), (4000, "resume"),
      (4001, "resume"), (4002, "resume"), (4003, "resume"), (4100, "join"), (4150, "join"),
      (4400, "stop"), (4401, "stop"), (4403, "stop"), (4408, "stop"), (4429, "stop"),
    ])
  func closeCodes(code: UInt16, advice: String) throws {
    var session = Driven.live()
    let code = CloseCode(rawValue: code)
    let states = session(.closed(code, "why")).states
    switch advice {
    case "stop":
      #expect(states == [.stopped(.closed(code, "why"))])
      #expect(session.session.nextDeadline == nil)
    case "join":
      #expect(try session.next().last == .fetchJoin(.newest(200)))
    default:
      #expect(try session.next().last == .connect)
      #expect(session.session.feed.numbers == [1, 2])
    }
  }

  @Test("silence is noticed after one and a half intervals and ended after two")
  func silence() throws {
    var session = Driven.live()
    #expect(try session.next().states == [.stalled])
    #expect(session.now == F.time(22_500))
    #expect(session(.alive).states == [.live])
    #expect(try session.next().states == [.stalled])
    let lost = try session.next()
    #expect(session.now == F.time(52_500))
    #expect(lost.first == .close(.goingAway))
    guard case .waiting(_, 1, because: .silent) = lost.states.first else {
      Issue.record("not waiting: \(lost.states)")
      return
    }
  }

  @Test("any frame is a sign of life, also one that cannot be read")
  func life() {
    var session = Driven.live()
    for input in [
      SessionInput.frame(.unknown(type: "shine")), .badFrame(Problem(.invalid, "x")), .alive,
      .frame(F.heartbeat(seq: 2)),
    ] {
      session.pass(.seconds(20))
      session(input)
      #expect(session(.tick).states == [])
    }
    #expect(session.session.connection == .live)
  }

  @Test("a heartbeat is answered with what was seen")
  func seen() {
    var session = Driven.live(mod: 3)
    #expect(
      session.frame(F.heartbeat(seq: 2, mod: 3)).sent == [
        .seen(lastSeenSeq: 2, lastModSeq: 3)
      ])
  }

  @Test("a connection that is not made or greeted in time is given up")
  func patience() throws {
    var session = Driven()
    session(.start)
    session(.joined(.success(F.page(0, 0, [Int]()))))
    #expect(try session.next().first == .cancel)
    _ = try session.next()
    session(.opened)
    #expect(try session.next().first == .close(.goingAway))
  }

  @Test("a drain stays until its moment, then moves at once")
  func drains() throws {
    var session = Driven.live()
    let until = F.time(700)
    #expect(session.frame(.reconnect(afterMilliseconds: 700)).states == [.draining(until: until)])
    #expect(session.frame(F.batch(2, 3, [3])).feed.short == ["+3"])
    let left = try session.next()
    #expect(session.now == until)
    #expect(left == [.close(.goingAway), .connectionChanged(.connecting), .connect])
    #expect(session(.opened).sent.count == 1)
  }

  @Test("a server that goes before the drain's moment is not run after")
  func drainedEarly() throws {
    var session = Driven.live()
    _ = session.frame(.reconnect(afterMilliseconds: 20_000))
    session(.closed(.drain, ""))
    #expect(session.session.nextDeadline == F.time(20_000))
  }

  @Test("a hello may be answered by a drain")
  func admission() throws {
    var session = Driven.live()
    try session.reconnect()
    let before = session.now
    let actions = session.frame(.reconnect(afterMilliseconds: 900))
    #expect(actions.first == .close(.goingAway))
    #expect(session.session.nextDeadline == before + .milliseconds(900))
  }

  @Test("what comes before welcome is not taken")
  func beforeWelcome() throws {
    var session = Driven.live()
    try session.reconnect()
    #expect(session.frame(F.batch(2, 3, [3])).isEmpty)
  }

  @Test("stopping abandons everything, and starting again resumes")
  func stopAndStart() {
    var session = Driven.live()
    #expect(session(.stop) == [.cancel, .connectionChanged(.stopped(.requested))])
    #expect(session.session.nextDeadline == nil)
    #expect(session(.start).last == .connect)
  }
}
