import LiveComments

extension Session {
  mutating func start(at now: Instant, _ actions: inout [SessionAction]) {
    switch connection {
    case .idle, .stopped:
      attempt = 0
      hasBeenLive = false
      begin(at: now, &actions)
    default: break
    }
  }

  /// Joins, or resumes when there are positions to resume from.
  mutating func begin(at now: Instant, _ actions: inout [SessionAction]) {
    guard feed.isJoined else {
      become(.joining, &actions)
      actions.append(.fetchJoin(joinPoint))
      return
    }
    connect(at: now, &actions)
  }

  mutating func joined(
    _ result: Result<CommentPage, RequestFailure>, at now: Instant,
    _ actions: inout [SessionAction]
  ) {
    guard connection == .joining || (rejoining != nil && rejoining?.dueAt == nil) else { return }
    switch result {
    case .success(let page) where page.streamID == streamID && feed.canJoin(page):
      // What was accepted is durable; its position may belong to another epoch by now.
      settleAccepted(upTo: .highest, &actions)
      if connection == .joining {
        absorb(feed.join(page, at: now), at: now, &actions)
        connect(at: now, &actions)
      } else if page.epoch == feed.epoch {
        rejoining = nil
        absorb(feed.join(page, at: now), at: now, &actions)
        absorb(feed.tick(at: now), at: now, &actions)
      } else {
        // The log changed again after the connection was made.
        restart(.confused("the join page belongs to another epoch"), at: now, &actions)
      }
    case .success:
      joinFailed(.unreachable("the server's join page is out of date"), at: now, &actions)
    case .failure(let failure):
      joinFailed(failure, at: now, &actions)
    }
  }

  private mutating func joinFailed(
    _ failure: RequestFailure, at now: Instant, _ actions: inout [SessionAction]
  ) {
    if case .refused(let problem) = failure, problem.code == .reset, joinPoint == .beginning {
      // The log no longer begins at its beginning: as much as one page can hold is the next best.
      joinPoint = .newest(Limits.pageComments)
      rejoining?.join = joinPoint
    }
    if let problem = failure.final {
      giveUp(.refused(problem), &actions)
    } else if connection == .joining {
      lose(failure.interruption, asked: failure.retryAfter, at: now, &actions)
    } else {
      let delay = Backoff.delay(
        attempt: rejoining?.attempt ?? 0, asked: failure.retryAfter, using: &generator)
      rejoining?.attempt += 1
      rejoining?.dueAt = now + delay
    }
  }

  /// Joins anew on the present connection.
  mutating func rejoin(
    _ reason: ClearReason, newEpoch: Epoch? = nil, at now: Instant,
    _ actions: inout [SessionAction]
  ) {
    absorb(feed.clear(reason, newEpoch: newEpoch), at: now, &actions)
    resumption = nil
    // A jump shows the newest, wherever the session began to read.
    let join = reason == .behind ? .newest(Limits.joinComments) : joinPoint
    rejoining = Rejoining(join: join)
    actions.append(.fetchJoin(join))
  }

  /// Leaves the connection and joins from nothing: the positions are void.
  mutating func restart(
    _ interruption: Interruption, at now: Instant, _ actions: inout [SessionAction]
  ) {
    actions.append(.close(.goingAway))
    if feed.isJoined { absorb(feed.clear(.rejoined), at: now, &actions) }
    lose(interruption, at: now, &actions)
  }

  mutating func commentPage(
    _ range: Coverage<CommentPlane>, _ result: Result<CommentPage, RequestFailure>,
    at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard feed.isJoined else { return }
    switch result {
    case .success(let page) where page.epoch != feed.epoch || page.streamID != streamID:
      void(at: now, &actions)
    case .success(let page) where configuration.jumpsWhenBehind && isFarBehind(page, of: range):
      // Without a connection the next one finds out again.
      guard connection.isConnected else { return }
      actions.append(.jumping)
      rejoin(.behind, at: now, &actions)
    case .success(let page): absorb(feed.receive(page, at: now), at: now, &actions)
    case .failure(let failure): pageFailed(.comments, failure, at: now, &actions)
    }
  }

  mutating func eventPage(
    _ result: Result<EventPage, RequestFailure>, at now: Instant,
    _ actions: inout [SessionAction]
  ) {
    switch result {
    case .success(let page) where page.epoch != feed.epoch || page.streamID != streamID:
      void(at: now, &actions)
    case .success(let page): absorb(feed.receive(page, at: now), at: now, &actions)
    case .failure(let failure): pageFailed(.moderation, failure, at: now, &actions)
    }
  }

  private mutating func pageFailed(
    _ plane: Plane, _ failure: RequestFailure, at now: Instant, _ actions: inout [SessionAction]
  ) {
    if case .refused(let problem) = failure, problem.code == .reset {
      void(at: now, &actions)
    } else if let problem = failure.final {
      giveUp(.refused(problem), &actions)
    } else {
      feed.requestFailed(plane, at: now)
    }
  }

  /// An answer showed that the positions are void.
  private mutating func void(at now: Instant, _ actions: inout [SessionAction]) {
    // Between connections, the next `welcome` says so too; while joining anew, the join does.
    guard connection.isConnected || connection == .greeting, rejoining == nil else { return }
    restart(.confused("the server no longer knows this position"), at: now, &actions)
  }

  /// Whether the range that this page begins holds more than the timeline can. Positions need not
  /// be dense, so the rest is judged by how many comments this part of it had.
  private func isFarBehind(_ page: CommentPage, of range: Coverage<CommentPlane>) -> Bool {
    let limit = Double(feed.limits.timeline)
    let part = Double(page.upto.rawValue - page.after.rawValue)
    let whole = Double(range.upto.rawValue - page.after.rawValue)
    guard page.upto < range.upto, whole > limit, part > 0 else { return false }
    return Double(page.comments.count) / part * whole > limit
  }
}

extension RequestFailure {
  /// The problem, when the same request would be refused again.
  var final: Problem? {
    guard case .refused(let problem) = self, !problem.code.isTemporary, problem.code != .reset
    else { return nil }
    return problem
  }

  var retryAfter: Duration {
    guard case .refused(let problem) = self else { return .zero }
    return .milliseconds(min(max(0, problem.retryAfterMilliseconds ?? 0), Session.longestDrain))
  }

  var interruption: Interruption {
    switch self {
    case .refused(let problem): .refused(problem)
    case .unreachable(let reason): .unreachable(reason)
    }
  }
}
