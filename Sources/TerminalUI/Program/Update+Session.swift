import ClientCore
import LiveComments

extension Model {
  /// Hands the session an input, takes note of what it says, and passes on what it asks for.
  mutating func drive(_ input: SessionInput) -> [Effect] {
    var effects: [Effect] = []
    measure(input)
    for action in session.handle(input, at: clock.instant) {
      switch action {
      case .fetchJoin, .fetchComments, .fetchEvents, .fetchOlder, .connect, .send, .close, .cancel:
        effects.append(.session(action))
      default:
        note(action)
      }
    }
    return effects
  }

  /// Takes the times that the server states, for the charts.
  private mutating func measure(_ input: SessionInput) {
    guard case .frame(let frame) = input else { return }
    switch frame {
    case .heartbeat(let heartbeat): samples.hear(heartbeat.at, at: clock.time)
    case .ack(.comment(_, _, let id, _)): samples.hear(id.timestamp, at: clock.time)
    case .comments(let batch):
      // What is caught up took its time for another reason.
      guard session.connection.isConnected, absence == nil, !isRejoining else { return }
      for index in batch.comments.indices {
        samples.arrived(batch.comments[index].createdAt, at: clock.time)
      }
    default: break
    }
  }

  private mutating func note(_ action: SessionAction) {
    switch action {
    case .feed(let action): note(action)
    case .connectionChanged(let state): note(state)
    case .outboxChanged(let key): noteOutbox(key)
    case .settled(_, let ack): note(ack)
    case .refused(let key, let problem):
      if decisions[key] != nil {
        refused(key, problem)
      } else {
        say("not sent: \(problem.detail)", .error)
      }
    case .caughtUp(let comments): noteCaughtUp(comments)
    case .jumping:
      report("too far behind to show everything: jumping to the newest comments", .warning)
    case .notice(let problem): report(problem.detail, problem.code.isTemporary ? .warning : .error)
    case .identified(let user):
      identified(user)
      if !tabs.contains(pane.tab ?? .connection) { pane = SidePane() }
      // The status line says it too: what was said at the start matters more.
      if notice == nil, let user, user.role != .viewer {
        say("you are \(user.userName), \(user.role.rawValue)")
      }
    case .olderLoaded(let floor, let outcome): noteOlder(upTo: floor, outcome)
    case .statusChanged: break
    case .fetchJoin, .fetchComments, .fetchEvents, .fetchOlder, .connect, .send, .close, .cancel:
      break
    }
  }

  private mutating func note(_ action: FeedAction) {
    switch action {
    case .inserted(let comments):
      listen(to: comments)
      notePosts(among: comments)
      if session.connection.isConnected, !isRejoining {
        unseen?.add(comments, mentioning: session.you)
      }
      if absence?.caughtUp == nil {
        if session.connection.isConnected, !isRejoining {
          rate.add(comments.count)
          samples.add(comments.count)
        }
        isRejoining = false
      } else {
        absence?.caughtUp? += comments.count
      }
      changeFrozen { $0.inserted(comments) }
      if settings.collapsesRepeats { repeats.insert(comments, me: session.you?.userID) }
      queueHeld(comments)
    case .updated(let comments):
      changeFrozen { $0.updated(comments) }
      repeats.remove(comments.lazy.filter { $0.state != .visible }.map(\.commentID))
      queueHeld(comments)
    case .retracted(let ids):
      let shown = ids.filter { !isHidden($0) }
      changeFrozen { $0.retracted(shown) }
      repeats.remove(ids)
    case .moderated(let event):
      let moderates = moderates
      let ledger = session.feed.ledger
      let me = session.you?.userID
      changeFrozen { $0.moderated(event, ledger, for: me, readerModerates: moderates) }
      heed(event)
    case .cleared(let reason): noteCleared(reason)
    case .evicted(let seq): repeats.evicted(through: seq)
    case .pinsChanged, .catchUp: break
    }
    rematch(action)
  }

  private mutating func queueHeld(_ comments: [Comment]) {
    guard moderates else { return }
    // By index, so that no comment is copied: on a fast stream hardly any is held.
    for index in comments.indices where comments[index].state == .held {
      held.insert(comments[index])
    }
  }

  private mutating func noteCleared(_ reason: ClearReason) {
    marks.removeAll()
    repeats = Repeats()
    if reason != .rejoined, reason != .behind { lastLook = nil }
    decisions.removeAccepted()
    held.restart()
    decisionLog.restart()
    absence = nil
    isRejoining = true
    switch reason {
    case .reset(.epoch): report("the server's log began anew: joined afresh", .warning)
    case .reset(.trimmed):
      report("the server no longer holds what was missed: joined afresh", .warning)
    case .reset(.future): report("the server's log went back: joined afresh", .warning)
    case .behind: report("jumped to the newest comments", .warning)
    case .rejoined: report("joined afresh", .information)
    }
  }

  private mutating func note(_ state: ConnectionState) {
    switch state {
    case .waiting(_, let attempt, let because):
      if absence == nil, attempt <= 1, session.feed.epoch != nil {
        totals.connectionsLost += 1
        report("connection lost: \(ConnectionWords.reason(because))", .warning)
      } else {
        journal.append("try \(attempt) failed: \(ConnectionWords.reason(because))", at: clock.time)
      }
      if absence == nil, session.feed.epoch != nil {
        absence = Absence(since: clock.instant, lastSeenSeq: session.feed.lastSeenSeq)
      }
      absence?.caughtUp = nil
    case .live:
      if absence != nil, absence?.caughtUp == nil { absence?.caughtUp = 0 }
    case .draining: report("the server is restarting: reconnecting soon", .information)
    case .stopped(let reason):
      if let words = ConnectionWords.reason(reason) {
        report("\(words); :reconnect tries again", .error)
      }
    case .idle, .joining, .connecting, .greeting, .stalled: break
    }
  }

  private mutating func noteCaughtUp(_ comments: Int) {
    totals.caughtUp += comments
    if comments > 0 { caughtUp = (comments, clock.instant + .seconds(10)) }
    let count = "\(Figure.grouped(comments)) \(comments == 1 ? "comment" : "comments")"
    guard let absence else {
      journal.append("caught up \(count)", at: clock.time)
      return
    }
    self.absence = nil
    let away = Figure.seconds(clock.instant - absence.since)
    guard comments > 0 else {
      report("back after \(away) s: nothing was missed", .success)
      return
    }
    report("back after \(away) s: caught up \(count), nothing missed", .success)
    let time = TimeOfDay(clock.time, utcOffset: clock.utcOffset).hoursMinutesAndSeconds
    marks.insert(
      FeedMark(after: absence.lastSeenSeq, text: "away for \(away) s until \(time) · \(count)"))
  }

  private mutating func noteOutbox(_ key: String) {
    guard let entry = session.outbox[key] else { return }
    if case .moderation = entry.request { return noteDecision(entry) }
    switch entry.status {
    case .failed(let problem):
      if problem.code == .slowMode { noteSlowMode(problem) }
      let retry = keymap.keyName(of: .retryFailed, in: .live) ?? ":"
      let discard = keymap.keyName(of: .discardFailed, in: .live) ?? ":"
      say("not sent: \(problem.detail) (\(retry) sends it again, \(discard) discards it)", .error)
    case .held(_, let id):
      notePost(at: id.timestamp)
      say("held for review: a moderator will look at it", .warning)
    case .accepted(_, let id): notePost(at: id.timestamp)
    case .queued, .sent: break
    }
    settleView()
  }

  /// A decision that was refused is over: there is nothing to send again.
  private mutating func noteDecision(_ entry: Outbox.Entry) {
    guard case .failed(let problem) = entry.status else { return }
    _ = session.handle(.discard(key: entry.key), at: clock.instant)
    refused(entry.key, problem)
  }

  private mutating func note(_ ack: ServerFrame.Ack) {
    if case .event(let key, let modSeq, let id) = ack { accepted(key, modSeq, id) }
    guard case .comment(_, _, let id, let state) = ack else { return }
    notePost(at: id.timestamp)
    if frozen != nil, state == .visible { say("sent: it is among the new comments", .success) }
    settleView()
  }
}
