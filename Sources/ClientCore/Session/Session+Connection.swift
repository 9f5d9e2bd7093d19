import LiveComments

extension Session {
  mutating func connect(at now: Instant, _ actions: inout [SessionAction]) {
    lastLife = now
    become(.connecting, &actions)
    actions.append(.connect)
  }

  mutating func opened(at now: Instant, _ actions: inout [SessionAction]) {
    guard connection == .connecting else { return }
    lastLife = now
    become(.greeting, &actions)
    actions.append(.send(.hello(.init(resume: feed.resumePoint))))
  }

  mutating func connectionFailed(
    _ failure: RequestFailure, at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard connection == .connecting else { return }
    if let problem = failure.final {
      giveUp(.refused(problem), &actions)
    } else {
      lose(failure.interruption, asked: failure.retryAfter, at: now, &actions)
    }
  }

  mutating func alive(at now: Instant, _ actions: inout [SessionAction]) {
    lastLife = now
    if connection == .stalled { become(.live, &actions) }
  }

  /// Judges the silence of a connection: stalled after one and a half intervals, given up after
  /// two (design §5.3).
  mutating func listen(at now: Instant, _ actions: inout [SessionAction]) {
    if lastLife + heartbeat * 2 <= now {
      actions.append(.close(.goingAway))
      lose(.silent, at: now, &actions)
    } else if connection == .live, lastLife + heartbeat * 3 / 2 <= now {
      become(.stalled, &actions)
    }
  }

  mutating func closed(
    _ code: CloseCode?, _ reason: String, at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard connection.isConnected || connection == .greeting || connection == .connecting else {
      return
    }
    switch code?.advice {
    case .stop?:
      stop(.closed(code ?? .normal, reason), &actions)
    case .joinAfresh?:
      if feed.isJoined { absorb(feed.clear(.rejoined), at: now, &actions) }
      lose(.closed(code, reason), at: now, &actions)
    case .resume?, nil:
      lose(.closed(code, reason), at: now, &actions)
    }
  }

  /// The server asked to come back after a while: it spreads its clients over time.
  mutating func drain(
    _ milliseconds: Int, at now: Instant, _ actions: inout [SessionAction]
  ) {
    let until = now + .milliseconds(min(max(0, milliseconds), Self.longestDrain))
    if connection == .greeting {
      actions.append(.close(.goingAway))
      wait(until, .drained, &actions)
    } else {
      become(.draining(until: until), &actions)
    }
  }

  /// Leaves a connection that drains and makes the next one at once: the wait is over.
  mutating func leave(at now: Instant, _ actions: inout [SessionAction]) {
    actions.append(.close(.goingAway))
    part()
    begin(at: now, &actions)
  }

  /// The connection or the join is lost: tries again after a while.
  mutating func lose(
    _ interruption: Interruption, asked: Duration = .zero, at now: Instant,
    _ actions: inout [SessionAction]
  ) {
    if let liveSince, liveSince + Self.health <= now { attempt = 0 }
    var until = now + Backoff.delay(attempt: attempt, asked: asked, using: &generator)
    if case .draining(let drained) = connection { until = max(until, drained) }
    wait(until, interruption, &actions)
  }

  private mutating func wait(
    _ until: Instant, _ interruption: Interruption, _ actions: inout [SessionAction]
  ) {
    part()
    attempt += 1
    become(.waiting(until: until, attempt: attempt, because: interruption), &actions)
  }

  /// Forgets what belonged to the connection.
  private mutating func part() {
    feed.disconnect()
    outbox.requeue()
    liveSince = nil
    rejoining = nil
    resumption = nil
  }

  mutating func stop(_ reason: StopReason, _ actions: inout [SessionAction]) {
    if case .stopped = connection { return }
    cancel(&actions)
    part()
    become(.stopped(reason), &actions)
  }

  /// Stops because the server would refuse the same again.
  mutating func giveUp(_ reason: StopReason, _ actions: inout [SessionAction]) {
    if connection.isConnected || connection == .greeting {
      actions.append(.close(.goingAway))
    }
    stop(reason, &actions)
  }
}
