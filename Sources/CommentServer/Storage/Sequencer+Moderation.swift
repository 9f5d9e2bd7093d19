import GRDB
import LiveComments
import ServerCore

/// Moderation's part in a commit.
extension Sequencer {
  /// What became of one order in the transaction.
  enum Decided {
    case made(ModSeq)
    case repeated(ModSeq)
    case refused(Problem)
  }

  /// Decides one order and writes its events, or finds what its key has made before. Throws the
  /// refusal.
  mutating func decide(
    _ queued: CommitQueue.Order, at place: Int, in database: Database, now: Moment
  ) throws -> Decided {
    let order = queued.order
    if let earlier = try earlierEvent(for: order, at: place, in: database) {
      return .repeated(earlier)
    }
    try admission.admit(order, at: now)
    let facts = try ModerationFacts(
      ModerationLookup(order.command, at: now.time), of: streams[place],
      restored: commentsPerRestore, in: database)
    let decision = try ModerationDecision(
      order.command, by: order.actor, in: order.streamID, facts: facts, at: now.time,
      makeID: { Self.makeModerationID(now.time) })

    let stream = try row(at: place, in: database).stream
    let rules = order.command.rules
    var answer = ModSeq.zero
    for draft in decision.events {
      let event = try append(
        draft, rules: rules, at: place, receivedAt: queued.receivedAt, in: database)
      answer = event.modSeq
      if case .restorePurge = order.command.measure, let purge = facts.purge {
        try RestoreTable.begin(
          event, of: purge.modSeq, nextSeq: purge.nextSeq, stream: stream, in: database)
      }
    }
    if let rules {
      streams[place].row?.rules = rules
      streams[place].safety?.setRules(rules)
    }
    try note(order.actor.user, at: place, in: database)
    try IdempotencyTable.insert(
      order.key, of: order.actor.user.userID, stream: stream,
      made: IdempotencyTable.Entry(
        plane: .moderation, position: answer.rawValue, request: try requestText(of: order)),
      at: now.time, in: database)
    try reloadControls(at: place, in: database)
    return .made(answer)
  }

  /// Writes what the degradation policy has found, where it still is news. A stream that nobody has
  /// used has no level.
  mutating func follow(
    _ assessment: CommitQueue.Assessment, at place: Int, in database: Database, now: Moment
  ) throws {
    let change = assessment.change
    guard let row = streams[place].row, change.isNews(under: row.controls) else { return }
    let draft = EventDraft(change, id: Self.makeModerationID(now.time), at: now.time)
    do {
      _ = try append(draft, at: place, receivedAt: assessment.receivedAt, in: database)
    } catch is Problem {
      // No positions are left: nobody waits for an answer.
      return
    }
    try reloadControls(at: place, in: database)
  }

  /// The answer to an order, with the comments that its event carries as they are at the end of the
  /// commit.
  func receipt(
    for decided: Decided, at place: Int, in database: Database
  ) throws -> Result<ModerationReceipt, Problem> {
    let modSeq: ModSeq
    let isRepeat: Bool
    switch decided {
    case .refused(let problem): return .failure(problem)
    case .made(let position): (modSeq, isRepeat) = (position, false)
    case .repeated(let position): (modSeq, isRepeat) = (position, true)
    }
    guard let row = streams[place].row,
      let event = try EventTable.event(at: modSeq, stream: row.stream, in: database)
    else { throw LogCorruption("the event \(modSeq) is missing") }
    return .success(
      ModerationReceipt(
        event: try EventTable.withComments(
          event, of: streams[place].streamID, stream: row.stream, in: database),
        isRepeat: isRepeat))
  }

  /// Writes an event with what it decides and its place in the audit chain.
  mutating func append(
    _ draft: EventDraft, rules: SafetyRules? = nil, at place: Int, receivedAt: Instant,
    in database: Database
  ) throws -> ModerationEvent {
    let row = try row(at: place, in: database)
    let modSeq = row.latestModSeq.advanced(by: 1)
    guard modSeq > row.latestModSeq else {
      throw Problem(.unavailable, "the stream has no positions left")
    }
    let event = draft.event(at: modSeq)
    let document = try rules.map { try RecordText.encode($0) }
    let link = try chain(
      AuditRecord(
        streamID: streams[place].streamID, event: event,
        rules: document.map { Array($0.utf8) }), in: database)
    try EventTable.append(event, rules: document, link, stream: row.stream, in: database)
    streams[place].add(PublishedEvent(event: event, receivedAt: receivedAt))
    if event.scope == "*" { hasStandingsEverywhere = true }
    return event
  }

  private mutating func chain(
    _ record: AuditRecord, in database: Database
  ) throws -> AuditLink {
    var chain =
      try audit ?? AuditChain(from: AuditTable.head(in: database), hash: AuditHashing.sha256)
    let link = chain.append(record)
    audit = chain
    return link
  }

  /// What the key of an order has made before. Throws `key_reused` when that is something else.
  private func earlierEvent(
    for order: AcceptedOrder, at place: Int, in database: Database
  ) throws -> ModSeq? {
    guard let row = streams[place].row,
      let entry = try IdempotencyTable.find(
        order.key, of: order.actor.user.userID, stream: row.stream, in: database)
    else { return nil }
    guard entry.plane == .moderation, entry.request == (try requestText(of: order))
    else { throw IdempotencyTable.keyReused }
    return try CommentRow.position(entry.position)
  }

  /// What the same key must come with again.
  private func requestText(of order: AcceptedOrder) throws -> String {
    if let rules = order.command.rules { return try RecordText.encode(rules) }
    return try RecordText.encode(order.request)
  }

  /// Reads again what events have changed of a stream.
  private mutating func reloadControls(at place: Int, in database: Database) throws {
    guard
      let stored = try SequencedStream.load(streams[place].streamID, in: database).row
    else { return }
    streams[place].row?.controls = stored.controls
    streams[place].row?.hasPurges = stored.hasPurges
    streams[place].row?.hasStandings = stored.hasStandings
  }
}
