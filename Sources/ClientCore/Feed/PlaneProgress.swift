import LiveComments

/// How far the feed has come on one plane, whether something before what it has seen is missing,
/// and the one request for it.
struct PlaneProgress<Plane>: Sendable {
  /// How long a gap may take to close by itself (design §6).
  static var grace: Duration { .milliseconds(100) }
  /// How long an answer may take before the range is asked for again.
  static func patience(_ route: CatchUpRoute) -> Duration {
    route == .inline ? .seconds(2) : .seconds(30)
  }

  struct Request: Sendable {
    var upto: Position<Plane>
    var route: CatchUpRoute
    var phase: Phase
  }

  enum Phase: Sendable {
    /// Is to be sent at that moment.
    case due(Instant)
    /// Was sent, or is known to come unasked; is given up at that moment.
    case underWay(until: Instant)
  }

  /// Everything up to here is accounted for.
  private(set) var position = Position<Plane>.zero
  /// The furthest that the server is known to have come.
  private(set) var announced = Position<Plane>.zero
  private(set) var request: Request?
  private var gapSince: Instant?
  private var attempt = 0

  mutating func announce(_ position: Position<Plane>) {
    announced = max(announced, position)
  }

  /// Moves the position forward; a request that it reaches is answered, and one that it brings
  /// nearer gets new patience.
  mutating func advance(to position: Position<Plane>, at now: Instant) {
    guard position > self.position else { return }
    self.position = position
    announce(position)
    attempt = 0
    guard let request else { return }
    if position >= request.upto {
      // `gapSince` stays: what is still missing has waited already.
      self.request = nil
    } else if case .underWay = request.phase {
      self.request?.phase = .underWay(until: now + Self.patience(request.route))
    }
  }

  /// Starts at a position, with nothing known beyond it but what was announced.
  mutating func restart(at position: Position<Plane>) {
    self.position = position
    announced = max(announced, position)
    settle()
  }

  /// Forgets requests: there is nobody to ask, or nobody to answer.
  mutating func settle() {
    request = nil
    gapSince = nil
    attempt = 0
  }

  /// The range up to `upto` is on its way without being asked for.
  mutating func expect(upTo upto: Position<Plane>, by route: CatchUpRoute, at now: Instant) {
    guard upto > position else { return }
    request = Request(
      upto: upto, route: route, phase: .underWay(until: now + Self.patience(route)))
  }

  /// The range is to be asked for at once, by this route.
  mutating func demand(upTo upto: Position<Plane>, by route: CatchUpRoute, at now: Instant) {
    guard upto > position else { return }
    request = Request(upto: upto, route: route, phase: .due(now))
  }

  /// A page has come that did not reach as far as was asked: the rest is to be asked for at once.
  mutating func continueHistory(at now: Instant) {
    guard request?.route == .history else { return }
    request?.phase = .due(now)
  }

  /// The request under way has failed, or its answer was of no use.
  mutating func fail(at now: Instant, using generator: inout SeededGenerator) {
    guard let request, case .underWay = request.phase else { return }
    let delay = Backoff.delay(attempt: attempt, using: &generator)
    attempt += 1
    self.request?.phase = .due(now + delay)
  }

  struct Finding: Sendable {
    /// Something is missing that was not before; it may still come by itself.
    var isNewGap = false
    /// Ask for this now.
    var request: (range: Coverage<Plane>, route: CatchUpRoute)?
  }

  /// Looks at what is missing below `target`, and says what to do about it now.
  mutating func poll(
    target: Position<Plane>, at now: Instant, using generator: inout SeededGenerator
  ) -> Finding {
    var finding = Finding()
    guard position < target else {
      settle()
      return finding
    }
    if gapSince == nil {
      gapSince = now
      finding.isNewGap = true
    }
    if case .underWay(let deadline) = request?.phase, deadline <= now {
      fail(at: now, using: &generator)
    }
    if let due = nextDeadline, due <= now {
      let route = request?.route ?? .inline
      finding.request = (Coverage(after: position, upto: target), route)
      request = Request(
        upto: target, route: route, phase: .underWay(until: now + Self.patience(route)))
    }
    return finding
  }

  /// When `poll` has something to do, given that something is missing.
  var nextDeadline: Instant? {
    switch request?.phase {
    case .due(let moment): moment
    case .underWay(let deadline): deadline
    case nil: gapSince.map { $0 + Self.grace }
    }
  }
}
