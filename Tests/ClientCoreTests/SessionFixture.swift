import ClientCore
import LiveComments
import Testing

/// A session with a clock, driven from one end.
struct Driven {
  var session: Session
  var now = Instant(milliseconds: 0)

  init(_ configuration: Session.Configuration = Session.Configuration(), seed: UInt64 = 1) {
    session = Session(streamID: Fixture.stream, configuration: configuration, seed: seed)
  }

  @discardableResult
  mutating func callAsFunction(_ input: SessionInput) -> [SessionAction] {
    session.handle(input, at: now)
  }

  mutating func frame(_ frame: ServerFrame) -> [SessionAction] { self(.frame(frame)) }

  mutating func pass(_ duration: Duration) { now = now + duration }

  /// Lets time pass until the next deadline, and ticks.
  mutating func next() throws -> [SessionAction] {
    now = try #require(session.nextDeadline)
    return self(.tick)
  }

  /// A session that has joined at comments 1 and 2 and is live.
  static func live(
    you: User? = Fixture.me, mod: Int = 0,
    _ configuration: Session.Configuration = Session.Configuration()
  ) -> Driven {
    var driven = Driven(configuration)
    driven(.start)
    driven(.joined(.success(Fixture.page(0, 2, [1, 2], mod: mod))))
    driven(.opened)
    _ = driven.frame(Fixture.welcome(seq: 2, mod: mod, you: you))
    return driven
  }

  /// Loses the connection and makes the next one, up to `hello`.
  mutating func reconnect() throws {
    self(.closed(nil, "broken"))
    _ = try next()
    self(.opened)
  }
}

extension [SessionAction] {
  var sent: [ClientFrame] {
    compactMap { if case .send(let frame) = $0 { frame } else { nil } }
  }

  var states: [ConnectionState] {
    compactMap { if case .connectionChanged(let state) = $0 { state } else { nil } }
  }

  var feed: [FeedAction] { compactMap { if case .feed(let action) = $0 { action } else { nil } } }
}
