import LiveComments

extension Session {
  mutating func submit(
    _ request: Outbox.Request, _ key: String, at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard outbox[key] == nil else { return }
    if case .stopped = connection {
      actions.append(.refused(key: key, Problem(.unavailable, "not connected")))
    } else if outbox.isFull {
      actions.append(
        .refused(key: key, Problem(.busy, "\(outbox.limit) requests wait for an answer already")))
    } else {
      outbox.append(request, key: key)
      actions.append(.outboxChanged(key: key))
      if connection.isConnected { sendDue(at: now, &actions) }
    }
  }

  mutating func sendDue(at now: Instant, _ actions: inout [SessionAction]) {
    for entry in outbox.takeDue(at: now) {
      actions.append(.send(entry.frame))
      actions.append(.outboxChanged(key: entry.key))
    }
  }

  mutating func retry(_ key: String, at now: Instant, _ actions: inout [SessionAction]) {
    guard case .failed = outbox[key]?.status else { return }
    outbox.set(.queued(until: nil), for: key)
    actions.append(.outboxChanged(key: key))
    if connection.isConnected { sendDue(at: now, &actions) }
  }

  mutating func discard(_ key: String, _ actions: inout [SessionAction]) {
    switch outbox[key]?.status {
    case .failed, .held: outbox.remove(key)
    default: return
    }
    actions.append(.outboxChanged(key: key))
  }

  mutating func acknowledged(
    _ ack: ServerFrame.Ack, at now: Instant, _ actions: inout [SessionAction]
  ) {
    guard let entry = outbox[ack.key] else { return }
    guard case .comment(_, let seq, let id, let state) = ack,
      case .post(let request) = entry.request
    else { return settle(ack, &actions) }
    switch state {
    case .held:
      outbox.set(.held(seq, id), for: ack.key)
      actions.append(.outboxChanged(key: ack.key))
    case .deleted:
      settle(ack, &actions)
    case .visible, .shadowBanned:
      outbox.set(.accepted(seq, id), for: ack.key)
      actions.append(.outboxChanged(key: ack.key))
      if let comment = comment(request, seq, id, state) {
        absorb(feed.acknowledge(comment, at: now), at: now, &actions)
      }
      if feed.isJoined { settleAccepted(upTo: feed.lastSeenSeq, &actions) }
    }
  }

  /// The comment that a post became, as far as this client knows it: the batch that covers it
  /// brings the server's copy.
  private func comment(
    _ request: PostRequest, _ seq: Seq, _ id: CommentID, _ state: CommentState
  ) -> Comment? {
    guard let you else { return nil }
    return Comment(
      streamID: streamID, seq: seq, commentID: id,
      userID: request.author?.userID ?? you.userID,
      userName: request.author?.userName ?? you.userName,
      role: request.author == nil ? you.role : .viewer, content: request.content,
      createdAt: id.timestamp, state: state, replyTo: request.replyTo)
  }

  private mutating func settle(_ ack: ServerFrame.Ack, _ actions: inout [SessionAction]) {
    outbox.remove(ack.key)
    actions.append(.settled(key: ack.key, ack))
  }

  /// Settles the accepted posts up to `upto`: coverage has reached them.
  mutating func settleAccepted(upTo upto: Seq, _ actions: inout [SessionAction]) {
    guard !outbox.entries.isEmpty else { return }
    for entry in outbox.entries {
      guard case .accepted(let seq, let id) = entry.status, seq <= upto else { continue }
      settle(.comment(key: entry.key, seq: seq, commentID: id, state: .visible), &actions)
    }
  }

  /// Settles a post that was held for review and has been decided.
  mutating func settleHeld(
    _ target: ModerationEvent.Target, _ actions: inout [SessionAction]
  ) {
    for entry in outbox.entries {
      guard case .held(let seq, let id) = entry.status, id == target.commentID else { continue }
      switch target.state {
      case .held: break
      case .visible, .shadowBanned:
        settle(.comment(key: entry.key, seq: seq, commentID: id, state: target.state), &actions)
      case .deleted:
        outbox.set(.failed(Problem(.rejected, "a moderator rejected it")), for: entry.key)
        actions.append(.outboxChanged(key: entry.key))
      }
    }
  }

  mutating func refused(
    _ error: ServerFrame.ErrorFrame, at now: Instant, _ actions: inout [SessionAction]
  ) {
    let problem = Problem(
      error.code, error.message, retryAfterMilliseconds: error.retryAfterMilliseconds)
    guard let key = error.key else {
      // Reactions have no keys. Otherwise it is a catch-up that was asked for too soon after
      // another: the feed asks again by itself.
      let isAboutReaction = reactedAt.map { now < $0 + Self.reactionAnswer } ?? false
      if error.code != .rateLimited || isAboutReaction { actions.append(.notice(problem)) }
      return
    }
    guard let entry = outbox[key], entry.status == .sent else { return }
    let backoff = Backoff.delay(attempt: entry.attempts, using: &generator)
    let delay = max(backoff, .milliseconds(max(0, error.retryAfterMilliseconds ?? 0)))
    if error.temporary, entry.attempts < Self.automaticAttempts,
      delay <= Self.longestAutomaticRetry
    {
      outbox.putOff(key, until: now + delay)
    } else {
      outbox.set(.failed(problem), for: key)
    }
    actions.append(.outboxChanged(key: key))
  }
}
