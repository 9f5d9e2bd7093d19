import LiveComments
import NIOCore
import ServerCore

/// What reaches the client: moderation first, then what it asked for, then comments.
extension LiveConnection {
  /// Brings the connection up to date, as far as it can be written to. What does not go out now is
  /// not queued: the positions stay behind, and the next call goes on from them.
  func deliver(from stream: LoopStream) {
    guard phase == .live else { return }
    var hasWritten = false
    while isWritable, phase == .live {
      guard
        deliverNextEvents(from: stream) || deliverStatus(from: stream)
          || serveCatchUp(from: stream) || deliverNextComments(from: stream)
          || deliverReactions(from: stream)
      else { break }
      hasWritten = true
    }
    if hasWritten { flush() }
    noteWaiting(stream)
  }

  /// Moderation alone, ahead of a pass under way.
  func deliverModeration(from stream: LoopStream) {
    guard phase == .live else { return }
    var hasWritten = false
    while isWritable, deliverNextEvents(from: stream) { hasWritten = true }
    if hasWritten { flush() }
    noteWaiting(stream)
  }

  /// Sends the newest status, unless it has been sent: whatever was missed, it says it all.
  private func deliverStatus(from stream: LoopStream) -> Bool {
    guard statusVersion != stream.news.version else { return false }
    statusVersion = stream.news.version
    write(framing == .webSocket ? stream.news.frame : stream.news.event)
    return true
  }

  private func noteWaiting(_ stream: LoopStream) {
    let isWaiting = modSeq < stream.view.events.latest
    guard isWaiting != liveness.isModerationWaiting else { return }
    liveness.moderation(isWaiting: isWaiting, at: SystemClock.instant())
    if isWaiting { loop.schedule(self, at: liveness.next) }
  }

  private func deliverNextEvents(from stream: LoopStream) -> Bool {
    switch nextEvents(of: stream) {
    case nil: return false
    case .frame(let bytes, let upto):
      write(bytes)
      modSeq = upto
    case .tooFar(let range):
      noteMissed(modSeq: range.after)
      send(.historyRequired(.moderation(range)))
      modSeq = range.upto
    }
    return true
  }

  private func deliverNextComments(from stream: LoopStream) -> Bool {
    switch nextComments(of: stream) {
    case nil: return false
    case .frame(let bytes, let upto):
      write(bytes)
      if isCounted { stream.countDelivery(after: seq) }
      seq = upto
    case .tooFar(let range):
      noteMissed(seq: range.after)
      send(.historyRequired(.comments(range)))
      seq = range.upto
    }
    return true
  }
}

extension LiveConnection {
  /// Whether a delivery now says something about the server: the connection is past what it joined
  /// with, and could be written to during the last second.
  private var isCounted: Bool {
    guard seq >= liveFrom else { return false }
    guard let stalledSince else { return true }
    return SystemClock.instant() - stalledSince < DeliveryCount.patience
  }

  /// Takes the request; it is served when the frames that came with it have been read.
  func catchUpRequested(_ range: PlaneRange) {
    guard let stream else { return }
    guard catchUps.begin(range) else {
      return fail(
        nil,
        Problem(
          .rateLimited, "a catch_up for this plane is in flight: wait for its answer",
          retryAfterMilliseconds: 100))
    }
    guard range.begins(after: stream.view) else { return }
    catchUps.ask(range)
    let bound = NIOLoopBound((self, stream), eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    let (wantedSeq, wantedModSeq) = range.start
    stream.hub.reach(wantedSeq, wantedModSeq) { result in
      eventLoop.execute {
        let (connection, stream) = bound.value
        connection.catchUps.answered(range, goOn: result == .told)
        switch result {
        case .told: connection.deliver(from: stream)
        case .future: connection.close(.positionVoid, "the log has not come that far")
        case .unavailable: connection.streamFailed()
        }
      }
    }
  }

  /// Sends the next part of what was asked for; false when nothing is.
  private func serveCatchUp(from stream: LoopStream) -> Bool {
    guard let asked = catchUps.next else { return false }
    let range = asked.cut(to: stream.view)
    guard stream.view.canSendInline(range, for: audience) else {
      send(.historyRequired(range))
      catchUps.continueWith(nil, on: range.plane)
      return true
    }
    let frame = stream.frame(of: range, for: audience)
    write(frame.bytes)
    catchUps.continueWith(range.rest(after: frame.upto), on: range.plane)
    return true
  }

  /// Does what is due, and asks to be looked at again.
  func lookAtDeadlines(at now: Instant) {
    while phase != .closed, let due = liveness.due(at: now) {
      switch due {
      case .noHello: close(.noHello, "no hello in time")
      case .heartbeat: heartbeat()
      case .silent: close(.silent, "nothing was heard")
      case .slow: close(.slowConsumer, "moderation could not be delivered")
      case .drained: close(.drain, "going away")
      case .expired:
        fail(nil, Problem(.tokenExpired, "the token has expired: connect with a new one"))
        close(.unauthorised, ProblemCode.tokenExpired.rawValue)
      case .closed: return end()
      }
    }
    guard phase != .closed else { return }
    loop.schedule(self, at: liveness.next)
  }

  /// Says what this connection has been sent, and asks its WebSocket for a sign of life: a browser
  /// answers pings even when its scripts sleep. A connection that cannot be written to gets none.
  private func heartbeat() {
    guard phase == .live, let stream else { return }
    deliver(from: stream)
    guard isWritable else { return }
    if framing == .events { write(EventFraming.heartbeat) }
    send(
      .heartbeat(
        ServerFrame.Heartbeat(at: SystemClock.time(), latestSeq: seq, latestModSeq: modSeq)),
      id: eventID)
    switch framing {
    case .webSocket: write(ServerFraming.pingFrame)
    // What can be written to is taken for alive; the kernel ends what acknowledges nothing.
    case .events: liveness.heard(at: SystemClock.instant())
    }
    flush()
  }
}

extension PlaneRange {
  /// Whether the range begins beyond what the view has.
  fileprivate func begins(after view: StreamView) -> Bool {
    switch self {
    case .comments(let range): range.after > view.comments.latest
    case .moderation(let range): range.after > view.events.latest
    }
  }

  /// The positions that the log must have reached for the range to begin.
  fileprivate var start: (Seq, ModSeq) {
    switch self {
    case .comments(let range): (range.after, .zero)
    case .moderation(let range): (.zero, range.after)
    }
  }

  /// The range without what the view does not have yet.
  fileprivate func cut(to view: StreamView) -> PlaneRange {
    switch self {
    case .comments(let range):
      .comments(Coverage(after: range.after, upto: min(range.upto, view.comments.latest)))
    case .moderation(let range):
      .moderation(Coverage(after: range.after, upto: min(range.upto, view.events.latest)))
    }
  }

  /// What follows `position` in the range; nil when nothing does.
  fileprivate func rest(after position: Int64) -> PlaneRange? {
    switch self {
    case .comments(let range):
      guard let after = Seq(rawValue: position), after < range.upto else { return nil }
      return .comments(Coverage(after: after, upto: range.upto))
    case .moderation(let range):
      guard let after = ModSeq(rawValue: position), after < range.upto else { return nil }
      return .moderation(Coverage(after: after, upto: range.upto))
    }
  }
}
