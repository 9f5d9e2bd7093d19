import LiveComments

@testable import ServerCore

/// A log in memory, kept the plain way, to decide commands against and to compare the ledger with.
struct ModelLog {
  struct Row {
    var comment: Comment
    var lastShown: CommentState
    var modSeq = ModSeq.zero
  }

  struct PurgeRow {
    var id: ModerationID
    var userID: UserID
    var from: Seq
    var upto: Seq
    var modSeq: ModSeq
    var restoredBy: ModSeq?
    /// How far its restore has come; nil when it is whole.
    var nextSeq: Seq?
  }

  /// Comments that one event of a restore names; nil: all of them, found the plain way, which knows
  /// no history.
  var commentsPerRestore: Int? = Limits.moderationTargets
  private(set) var rows: [Row] = []
  private(set) var purges: [PurgeRow] = []
  private(set) var pins: [CommentID] = []
  private(set) var shadowBanned: Set<UserID> = []
  private(set) var events: [ModerationEvent] = []
  var roles: [UserID: Role] = [:]
  var now = Timestamp(milliseconds: 1_000_000)
  private var generator = SeededGenerator(seed: 99)

  var latestSeq: Seq { Seq.zero.advanced(by: Int64(rows.count)) }
  var latestModSeq: ModSeq { events.last?.modSeq ?? .zero }

  @discardableResult
  mutating func post(by author: UserID, state: CommentState? = nil) -> CommentID {
    let state = state ?? (shadowBanned.contains(author) ? .shadowBanned : .visible)
    let id = CommentID(at: now, using: &generator)
    rows.append(
      Row(
        comment: Comment(
          streamID: .launch, seq: latestSeq.advanced(by: 1), commentID: id, userID: author,
          userName: author.rawValue, role: roles[author] ?? .viewer, content: "hello",
          createdAt: now, state: state),
        lastShown: state))
    return id
  }

  /// The state that holds: the row's, unless a later purge covers it.
  func state(of row: Row) -> CommentState {
    covering(row).isEmpty ? row.comment.state : .deleted
  }

  func state(of id: CommentID) -> CommentState? {
    rows.first { $0.comment.commentID == id }.map(state)
  }

  private func covering(_ row: Row) -> [PurgeRow] {
    purges.filter {
      $0.userID == row.comment.userID && $0.modSeq > row.modSeq && $0.from <= row.comment.seq
        && row.comment.seq <= $0.upto
    }
  }

  private func target(_ row: Row) -> ModerationTarget {
    var comment = row.comment
    comment.state = state(of: row)
    return ModerationTarget(
      comment: comment, lastShown: row.lastShown,
      isAuthorShadowBanned: shadowBanned.contains(comment.userID))
  }

  func facts(_ lookup: ModerationLookup) -> ModerationFacts {
    var facts = ModerationFacts(latestSeq: latestSeq)
    for row in rows where lookup.commentIDs.contains(row.comment.commentID) {
      facts.targets[row.comment.commentID] = target(row)
    }
    facts.pins = pins.compactMap { id in
      rows.first { $0.comment.commentID == id }.map { target($0).comment }
    }
    facts.role = lookup.roleOf.flatMap { roles[$0] }
    facts.firstComment = lookup.firstComment.flatMap { first in
      rows.first {
        $0.comment.userID == first.userID && $0.comment.createdAt >= first.since
      }?.comment.seq
    }
    if let purge = purges.first(where: { $0.id == lookup.purge }) {
      facts.purge = ModerationFacts.RestorablePurge(
        userID: purge.userID, modSeq: purge.modSeq, fromSeq: purge.from, uptoSeq: purge.upto,
        isRestored: purge.restoredBy != nil && commentsPerRestore != nil)
      if facts.purge?.isRestored == false {
        let found = restored(by: purge, from: purge.from)
        facts.purge?.targets = found.targets
        facts.purge?.nextSeq = found.nextSeq
      }
    }
    return facts
  }

  /// The next comments that come back with a purge, and where to look on.
  private func restored(
    by purge: PurgeRow, from: Seq
  ) -> (targets: [ModerationEvent.Target], nextSeq: Seq?) {
    guard let commentsPerRestore else {
      let alone = rows.filter {
        $0.comment.state != .deleted && covering($0).map(\.id) == [purge.id]
      }
      return (alone.map(Self.restoredTarget), nil)
    }
    let restoredBy = purge.restoredBy ?? .highest
    let history = PurgeHistory(
      purges.filter { $0.userID == purge.userID }.map {
        PurgeHistory.Entry(
          modSeq: $0.modSeq, fromSeq: $0.from, uptoSeq: $0.upto,
          restoredBy: $0.modSeq == purge.modSeq ? restoredBy : $0.restoredBy)
      })
    let open = history.firstOpen(from: from, afterPurge: purge.modSeq)
    let targets = rows.filter { row in
      row.comment.userID == purge.userID && open <= row.comment.seq
        && row.comment.seq <= purge.upto && row.comment.state != .deleted
        && history.restorer(of: row.comment.seq, decided: row.modSeq) == restoredBy
    }.map(Self.restoredTarget)
    let piece = Array(targets.prefix(commentsPerRestore))
    return (piece, piece.count < targets.count ? piece.last?.seq.advanced(by: 1) : nil)
  }

  private static func restoredTarget(_ row: Row) -> ModerationEvent.Target {
    ModerationEvent.Target(
      commentID: row.comment.commentID, seq: row.comment.seq, state: row.lastShown)
  }

  /// Whether restores are under way.
  var isRestoring: Bool { purges.contains { $0.nextSeq != nil } }

  /// Goes on with one of the restores under way.
  @discardableResult
  mutating func restorePiece() -> ModerationEvent? {
    guard let index = purges.firstIndex(where: { $0.nextSeq != nil }),
      let nextSeq = purges[index].nextSeq, let restoredBy = purges[index].restoredBy,
      let first = events.first(where: { $0.modSeq == restoredBy })
    else { return nil }
    var purge = purges.remove(at: index)
    purges.append(purge)
    let found = restored(by: purge, from: nextSeq)
    purge.nextSeq = found.nextSeq
    purges[purges.count - 1] = purge
    guard !found.targets.isEmpty else { return nil }
    let event = EventDraft(
      continuing: first, with: found.targets, id: ModerationID(at: now, using: &generator), at: now
    ).event(at: latestModSeq.advanced(by: 1))
    write(event)
    return event
  }

  /// Decides a command and writes what it comes to.
  @discardableResult
  mutating func moderate(
    _ measure: ModerationCommand.Measure, by user: User, streams: StreamScope = .only([.launch]),
    reason: String? = nil
  ) throws(Problem) -> [ModerationEvent] {
    let command = ModerationCommand(measure, reason: reason)
    var generator = generator
    let facts = facts(ModerationLookup(command, at: now))
    let decision = try ModerationDecision(
      command, by: Actor(user: user, streams: streams), in: .launch, facts: facts, at: now,
      makeID: { ModerationID(at: now, using: &generator) })
    self.generator = generator
    var written: [ModerationEvent] = []
    for draft in decision.events {
      let event = draft.event(at: latestModSeq.advanced(by: 1))
      write(event)
      written.append(event)
      for index in purges.indices where purges[index].modSeq == facts.purge?.modSeq {
        purges[index].restoredBy = event.modSeq
        purges[index].nextSeq = facts.purge?.nextSeq
      }
    }
    return written
  }

  private mutating func write(_ event: ModerationEvent) {
    events.append(event)
    switch event.action {
    case .pin:
      for target in event.targets ?? [] {
        pins.removeAll { $0 == target.commentID }
        pins.append(target.commentID)
      }
    case .unpin:
      for target in event.targets ?? [] { pins.removeAll { $0 == target.commentID } }
    case .purgeUser:
      if let user = event.userID, let from = event.fromSeq, let upto = event.uptoSeq {
        purges.append(
          PurgeRow(
            id: event.moderationID, userID: user, from: from, upto: upto, modSeq: event.modSeq))
      }
    case .shadowBan: event.userID.map { _ = shadowBanned.insert($0) }
    case .liftShadowBan: event.userID.map { _ = shadowBanned.remove($0) }
    default:
      for target in event.targets ?? [] {
        for index in rows.indices where rows[index].comment.commentID == target.commentID {
          rows[index].comment.state = target.state
          rows[index].modSeq = event.modSeq
          if target.state != .deleted { rows[index].lastShown = target.state }
        }
      }
    }
  }
}
