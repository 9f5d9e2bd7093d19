import LiveComments
import Logging
import NIOCore
import ServerCore

/// The frames of §5.3: who the client is, what it has, what it asks for.
extension LiveConnection {
  func receive(text: ByteBuffer) {
    if phase == .live, let reaction = loop.reactFrames.read(text) { return react(reaction) }
    let frame: ClientFrame
    do {
      frame = try WireCodec.decodeStrictly(ClientFrame.self, from: text.readableBytesView)
    } catch {
      return refuse(text, error)
    }
    switch (phase, frame) {
    case (.awaitingHello, .hello(let hello)): greet(hello)
    case (.awaitingHello, _): close(.badFrame, "the first frame is hello")
    case (_, .hello): close(.badFrame, "hello is said once")
    case (_, .catchUp(let catchUp)): catchUpRequested(catchUp.range)
    case (_, .post(let key, let request)): post(key: key, request)
    case (_, .moderate(let key, let request)): moderate(key: key, request)
    case (_, .react(let request)): react(request)
    case (_, .seen(let position, _)): stream?.countSeen(position)
    }
  }

  /// A request whose key can be read is refused under that key; anything else ends the connection.
  private func refuse(_ text: ByteBuffer, _ problem: Problem) {
    guard phase != .awaitingHello,
      let request = try? WireCodec.decode(KeyedRequest.self, from: text.readableBytesView),
      request.isKnown
    else { return close(.badFrame, problem.detail) }
    fail(request.key, problem)
  }

  private struct KeyedRequest: Decodable {
    var type: String
    /// A `react` has none.
    var key: String?

    var isKnown: Bool {
      switch type {
      case "post", "moderate": key != nil
      case "react": true
      default: false
      }
    }
  }

  func fail(_ key: String?, _ problem: Problem) {
    logRefusal(problem.code)
    send(.error(ServerFrame.ErrorFrame(problem, key: key)))
  }

  private func greet(_ hello: ClientFrame.Hello) {
    let now = SystemClock.time()
    do {
      if let token = hello.token { identify(as: try services.access.identity(of: token, at: now)) }
      try admit(at: now)
    } catch {
      fail(nil, error)
      return close(error.code == .forbidden ? .forbidden : .unauthorised, error.code.rawValue)
    }
    enter(hello.resume.map { .position($0) } ?? .nothing)
  }

  /// Learns who reads. Throws when nobody may who is as little known.
  func admit(at now: Timestamp) throws(Problem) {
    user = try services.access.reader(identity, of: streamID, at: now)
  }

  /// Joins the stream at what the client has, as far as there is a place for it.
  func enter(_ claim: ResumeClaim) {
    pendingClaim = claim
    guard hasPlace || services.connections.value <= services.limits.connections else {
      return turnAway()
    }
    audience = Audience(user)
    if let user, user.role.moderates { services.log.introduce(user, to: streamID) }
    liveness.greeted()
    enter(.joining)
    loop.join(self)
  }

  /// The stream is there: answers `hello`, sends what is missing and goes live, in one turn of the
  /// event loop, so that nothing falls between.
  func join(_ stream: LoopStream) {
    guard phase == .joining else { return }
    let decision = ResumeDecision(
      from: pendingClaim, epoch: services.log.epoch, view: &stream.view, for: audience)
    guard decision != .ask else { return ask(stream) }
    welcome(stream, eventsDecision(decision, view: stream.view))
  }

  /// The client knows more than this loop: it may have read a page that is newer than the flush.
  private func ask(_ stream: LoopStream) {
    guard let point = pendingClaim.point else { return }
    let bound = NIOLoopBound((self, stream), eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    stream.hub.reach(point.lastSeenSeq, point.lastModSeq) { result in
      eventLoop.execute {
        let (connection, stream) = bound.value
        guard connection.phase == .joining else { return }
        switch result {
        case .told: connection.join(stream)
        case .future: connection.welcome(stream, .reset(.future))
        case .unavailable: connection.streamFailed()
        }
      }
    }
  }

  private func welcome(_ stream: LoopStream, _ decision: ResumeDecision) {
    if decision.needsCatchUp(from: pendingClaim.point, view: stream.view),
      case .comeBack(let milliseconds) = loop.admitCatchUp()
    {
      stream.counts.putOff += 1
      stream.scheduleReport()
      return putOff(by: milliseconds)
    }
    stream.counts.joins += 1
    if decision.isReturn(with: pendingClaim, view: stream.view, at: SystemClock.time()) {
      stream.counts.reconnects += 1
    }
    let view = stream.view
    seq = view.comments.latest
    modSeq = view.events.latest
    liveFrom = seq
    let resume: ServerFrame.Resume
    var reason: ResetReason?
    switch decision {
    case .fresh, .ask: resume = .fresh
    case .reset(let why):
      resume = .reset
      reason = why
    case .inline:
      resume = .inline
      seq = pendingClaim.point?.lastSeenSeq ?? seq
      modSeq = pendingClaim.point?.lastModSeq ?? modSeq
    case .history:
      resume = .history
      modSeq = pendingClaim.point?.lastModSeq ?? modSeq
      noteMissed(seq: pendingClaim.point?.lastSeenSeq)
    }
    pendingClaim = .nothing
    self.stream = stream
    // What `welcome` says itself is not said again.
    statusVersion = stream.news.version
    if let reactions = view.reactions, reactions.isStreamOnly {
      reactionsVersion = reactions.version
    }
    stream.attach(self)
    // A `reconnect` has asked for a longer wait once, not for ever.
    if framing == .events { write(EventFraming.usualRetry) }
    send(.welcome(makeWelcome(stream, resume: resume, reason: reason)), id: eventID)
    enter(.live)
    logJoined(resume)
    liveness.welcomed(at: SystemClock.instant(), expiresAt: user == nil ? nil : expiry)
    loop.schedule(self, at: liveness.next)
    deliver(from: stream)
    flush()
    resumeReading()
  }

  private func makeWelcome(
    _ stream: LoopStream, resume: ServerFrame.Resume, reason: ResetReason?
  ) -> ServerFrame.Welcome {
    let (seconds, _) = services.limits.heartbeat.components
    let (_, attoseconds) = services.limits.heartbeat.components
    return ServerFrame.Welcome(
      streamID: streamID, epoch: services.log.epoch, connectionID: connectionID, you: user,
      latestSeq: stream.view.comments.latest, latestModSeq: stream.view.events.latest,
      heartbeatMilliseconds: Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000),
      resume: resume, reason: reason,
      state: ServerFrame.State(
        level: stream.status.level, slowModeSeconds: stream.status.slowModeSeconds,
        locked: stream.status.isLocked, viewers: stream.viewers,
        pins: stream.view.controls.pins.compactMap { audience.view(of: $0) },
        reactions: stream.view.reactions?.counts ?? [:]))
  }

  private var expiry: Instant? {
    guard let identity else { return nil }
    let left = identity.expiresAt.milliseconds - SystemClock.time().milliseconds
    return SystemClock.instant() + .milliseconds(left)
  }

  func streamFailed() {
    fail(nil, Problem(.unavailable, "the log cannot be read at the moment"))
    sayWhenToReturn()
    close(.serviceRestart, "the stream is not available")
  }

  private func post(key: String, _ request: PostRequest) {
    let poster: User
    do {
      poster = try services.access.writer(identity, of: streamID, at: SystemClock.time())
    } catch {
      return fail(key, error)
    }
    guard phase == .live else { return fail(key, Self.leaving) }
    requestsInFlight += 1
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    let hub = stream?.hub
    let submission = Submission(streamID: streamID, poster: poster, key: key, request: request)
    services.pipeline.post(submission) { result in
      if case .success(let answer) = result { hub?.acknowledge(seq: answer.comment.seq) }
      // Before the publication reaches any loop: the ack precedes the batch that covers it.
      eventLoop.execute { bound.value.answered(key, result) }
    }
  }

  private func answered(_ key: String, _ result: Result<PostAnswer, Problem>) {
    requestsInFlight -= 1
    switch result {
    case .success(let answer): write(ServerFraming.ackFrame(key: key, answer.comment))
    case .failure(let problem): fail(key, problem)
    }
    requestFinished()
  }

  private func moderate(key: String, _ request: ModerationRequest) {
    let actor: User
    do {
      actor = try services.access.writer(identity, of: streamID, at: SystemClock.time())
    } catch {
      return fail(key, error)
    }
    guard phase == .live else { return fail(key, Self.leaving) }
    guard let idempotencyKey = IdempotencyKey(rawValue: key) else {
      return fail(key, Problem(.invalid, "key: 1–64 visible ASCII characters", field: "key"))
    }
    requestsInFlight += 1
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    let hub = stream?.hub
    let order = ModerationOrder(
      streamID: streamID, actor: actor, actsEverywhere: identity?.streams == .all,
      key: idempotencyKey, request: request)
    services.pipeline.moderate(order) { result in
      if case .success(let receipt) = result { hub?.acknowledge(modSeq: receipt.event.modSeq) }
      eventLoop.execute { bound.value.answered(key, result) }
    }
  }

  private func answered(_ key: String, _ result: Result<ModerationReceipt, Problem>) {
    requestsInFlight -= 1
    switch result {
    case .success(let receipt):
      send(
        .ack(
          .event(
            key: key, modSeq: receipt.event.modSeq, moderationID: receipt.event.moderationID)))
    case .failure(let problem): fail(key, problem)
    }
    requestFinished()
  }

  static let leaving = Problem(
    .unavailable, "the server is going away: send it again after reconnecting",
    retryAfterMilliseconds: 1_000)

  func requestFinished() {
    flush()
    if phase == .draining, requestsInFlight == 0 { return close(.drain, "going away") }
    resumeReading()
  }
}
