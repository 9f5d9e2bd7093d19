import LiveComments

extension Session {
  mutating func receive(
    _ frame: ServerFrame, at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard connection.isConnected || connection == .greeting else { return }
    alive(at: now, &actions)
    switch frame {
    case .welcome(let welcome):
      if connection == .greeting { greeted(welcome, at: now, &actions) }
    case _ where connection == .greeting && !frame.mayPrecedeWelcome:
      // It belongs to an epoch that nobody has named yet.
      break
    case .comments, .moderation, .historyRequired:
      absorb(feed.receive(frame, at: now), at: now, &actions)
    case .heartbeat:
      absorb(feed.receive(frame, at: now), at: now, &actions)
      actions.append(.send(.seen(lastSeenSeq: feed.lastSeenSeq, lastModSeq: feed.lastModSeq)))
    case .status(let status):
      let isRecent = reflectsLedger(status.latestModSeq)
      changeStream { $0.take(status, isRecent: isRecent) }
      actions.append(.statusChanged(stream))
    case .reactions(let totals):
      stream.take(totals, timeline: feed.timeline)
      actions.append(.statusChanged(stream))
    case .ack(let ack):
      acknowledged(ack, at: now, &actions)
      // What it held back may go now.
      sendDue(at: now, &actions)
    case .error(let error):
      refused(error, at: now, &actions)
      if connection.isConnected { sendDue(at: now, &actions) }
    case .reconnect(let afterMilliseconds):
      drain(afterMilliseconds, at: now, &actions)
    case .unknown:
      break
    }
  }

  /// Whether a word from the server that reflects moderation up to `modSeq` is as new as what the
  /// ledger knows.
  private func reflectsLedger(_ modSeq: ModSeq) -> Bool {
    modSeq >= max(feed.ledger.latestModSeq, feed.lastModSeq)
  }

  private mutating func greeted(
    _ welcome: ServerFrame.Welcome, at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard welcome.streamID == streamID else {
      restart(.confused("the server greets with another stream"), at: now, &actions)
      return
    }
    liveSince = now
    // Bounded, so that no server can make the client deaf or restless.
    heartbeat = .milliseconds(min(max(1_000, welcome.heartbeatMilliseconds), 300_000))
    become(.live, &actions)
    let couldModerate = feed.moderates
    if !hasBeenLive || you != welcome.you {
      you = welcome.you
      actions.append(.identified(you))
    }
    let moderates = you?.role.moderates ?? false
    absorb(feed.identify(as: you), at: now, &actions)
    if welcome.resume == .reset || welcome.epoch != feed.epoch {
      let reason = welcome.reason ?? .epoch
      rejoin(.reset(reason), newEpoch: welcome.epoch, at: now, &actions)
    } else if welcome.resume == .fresh || (moderates && couldModerate == false) {
      // Positions were given and not taken up, or what a moderator sees was left out so far.
      rejoin(.rejoined, at: now, &actions)
    } else if hasBeenLive {
      resumption = Resumption(target: welcome.latestSeq)
    }
    hasBeenLive = true
    let isRecent = reflectsLedger(welcome.latestModSeq)
    changeStream { $0.take(welcome, isRecent: isRecent) }
    actions.append(.statusChanged(stream))
    absorb(feed.receive(.welcome(welcome), at: now), at: now, &actions)
    sendDue(at: now, &actions)
  }
}

extension ServerFrame {
  fileprivate var mayPrecedeWelcome: Bool {
    switch self {
    case .welcome, .error, .reconnect: true
    default: false
    }
  }
}
