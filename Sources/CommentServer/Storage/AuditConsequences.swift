import Foundation
import GRDB
import LiveComments
import ServerCore

/// What the records of a log have decided, folded once more, beside what the tables say.
///
/// Readers are shown the tables: a row edited there would hide a decision, or make one up, without a
/// trace in the chain. What no record tells (texts, and the states that comments were stored in)
/// cannot be checked. The memory grows with streams and the users that were ever moderated.
struct AuditConsequences {
  private struct Account: Hashable {
    var stream: Int64
    var userID: String
  }

  private struct Standing: Equatable {
    var isMuted = false
    var mutedUntil: Int64?
    var isShadowBanned = false
  }

  private struct Stream {
    var latestModSeq: Int64 = 0
    var slowMode = 0
    var isLocked = false
    var level = LevelChoice.auto.rawValue
    var automaticLevel = Level.normal.rawValue
    var rules: String?
    var pins: [Pin] = []
    var purges = 0
    var hasStandings = false
    /// Comments whose present state is the one that a record gave them.
    var decided = 0
    var wrongPurges = false
    var wrongComments: [Int64] = []
  }

  private struct Pin: Equatable {
    var modSeq: Int64
    var seq: Int64
  }

  private let database: Database
  private var streams: [Int64: Stream] = [:]
  private var standings: [Account: Standing] = [:]
  private var restores = AuditRestores()

  /// Compares the tables with records that the chain vouches for.
  static func findings(in database: Database) throws -> [AuditFinding] {
    var consequences = AuditConsequences(database: database)
    let rows = try Row.fetchCursor(
      database, sql: "SELECT stream, record, rules FROM events ORDER BY audit_index")
    while let row = try rows.next() {
      try consequences.take(
        try RecordText.decode(ModerationEvent.self, from: row[1]), rules: row[2], stream: row[0])
    }
    return try consequences.streamFindings() + consequences.standingFindings()
  }

  private init(database: Database) { self.database = database }

  private mutating func take(
    _ event: ModerationEvent, rules: String?, stream number: Int64
  ) throws {
    var stream = streams.removeValue(forKey: number) ?? Stream()
    defer { streams[number] = stream }
    restores.take(event, stream: number)
    stream.latestModSeq = max(stream.latestModSeq, event.modSeq.rawValue)
    switch event.action {
    case .delete, .restore, .hold, .approve, .reject, .flag:
      try checkStates(event, stream: number, &stream)
    case .purgeUser: try checkPurge(event, stream: number, &stream)
    case .mute, .unmute, .shadowBan, .liftShadowBan:
      stream.hasStandings = stream.hasStandings || event.scope != "*"
      judge(event, stream: event.scope == "*" ? StandingTable.everywhere : number)
    case .slowMode: stream.slowMode = event.seconds ?? 0
    case .lock: stream.isLocked = true
    case .unlock: stream.isLocked = false
    case .setLevel:
      let level = event.level ?? .auto
      if event.actorKind == .automated {
        stream.automaticLevel = level.rawValue
      } else {
        stream.level = level.rawValue
        stream.automaticLevel = Level.normal.rawValue
      }
    case .pin, .unpin:
      for target in event.targets ?? [] {
        stream.pins.removeAll { $0.seq == target.seq.rawValue }
        guard event.action == .pin else { continue }
        stream.pins.append(Pin(modSeq: event.modSeq.rawValue, seq: target.seq.rawValue))
      }
    case .setRules: stream.rules = rules
    case .unknown: break
    }
  }

  private mutating func judge(_ event: ModerationEvent, stream: Int64) {
    guard let userID = event.userID?.rawValue else { return }
    let account = Account(stream: stream, userID: userID)
    var standing = standings[account] ?? Standing()
    switch event.action {
    case .mute: (standing.isMuted, standing.mutedUntil) = (true, event.until?.milliseconds)
    case .unmute: (standing.isMuted, standing.mutedUntil) = (false, nil)
    default: standing.isShadowBanned = event.action == .shadowBan
    }
    standings[account] = standing
  }

  /// A comment is as the record left it, or a later record has decided about it.
  private func checkStates(
    _ event: ModerationEvent, stream number: Int64, _ stream: inout Stream
  ) throws {
    let statement = try database.cachedStatement(
      sql: """
        SELECT comment_id, state, restored_state, mod_seq FROM comments
        WHERE stream = ? AND seq = ?
        """)
    for target in Set(event.targets ?? []) {
      let seq = target.seq.rawValue
      guard let row = try Row.fetchOne(statement, arguments: [number, seq]),
        row[0] == target.commentID.rawValue, row[3] >= event.modSeq.rawValue
      else {
        stream.wrongComments.append(seq)
        continue
      }
      guard row[3] == event.modSeq.rawValue else { continue }
      stream.decided += 1
      let state = target.state.storageCode
      let isDeleted = target.state == .deleted
      if row[1] != state || (row[2] == state) == isDeleted { stream.wrongComments.append(seq) }
    }
  }

  private func checkPurge(
    _ event: ModerationEvent, stream number: Int64, _ stream: inout Stream
  ) throws {
    stream.purges += 1
    let statement = try database.cachedStatement(
      sql: """
        SELECT EXISTS (SELECT 1 FROM purges WHERE stream = ? AND user_id = ? AND mod_seq = ?
          AND from_seq = ? AND upto_seq = ?)
        """)
    let isThere = try Bool.fetchOne(
      statement,
      arguments: [
        number, event.userID?.rawValue, event.modSeq.rawValue, event.fromSeq?.rawValue,
        event.uptoSeq?.rawValue,
      ])
    if isThere != true { stream.wrongPurges = true }
  }
}

extension AuditConsequences {
  private func streamFindings() throws -> [AuditFinding] {
    var findings: [AuditFinding] = []
    let wrongRestores = try restores.contradictions(in: database)
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT stream, stream_id, latest_mod_seq, trimmed_mod_seq, slow_mode_s, is_locked, level,
          automatic_level, rules, has_purges, has_standings,
          (SELECT count(*) FROM purges AS p WHERE p.stream = s.stream)
        FROM streams AS s ORDER BY stream
        """)
    for row in rows {
      let number: Int64 = row[0]
      let streamID = (row[1] as String?).flatMap(StreamID.init)
      let stream = streams[number] ?? Stream()
      if let comments = try comments(of: number, stream) {
        findings.append(.contradicted(comments, of: streamID))
      }
      if stream.wrongPurges || stream.purges != row[11] || row[9] != (stream.purges > 0)
        || wrongRestores.contains(number)
      {
        findings.append(.contradicted(.purges, of: streamID))
      }
      if stream.hasStandings, row[10] == false {
        findings.append(.contradicted(.standings, of: streamID))
      }
      // Nothing is ever trimmed.
      if row[2] != stream.latestModSeq || row[3] != 0 || row[4] != stream.slowMode
        || row[5] != stream.isLocked || row[6] != stream.level || row[7] != stream.automaticLevel
        || row[8] != stream.rules
      {
        findings.append(.contradicted(.controls, of: streamID))
      }
      if try pins(of: number) != stream.pins { findings.append(.contradicted(.pins, of: streamID)) }
    }
    return findings
  }

  /// Comments that are otherwise than records decided, or that only a record could have made so.
  private func comments(
    of number: Int64, _ stream: Stream
  ) throws -> AuditFinding.Consequence? {
    // Without a record a comment is as it was stored: neither HELD nor DELETED.
    let undecided = "mod_seq = 0 AND (state IN (1, 2) OR restored_state <> state)"
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT count(*) FILTER (WHERE mod_seq > 0), count(*) FILTER (WHERE \(undecided)),
          min(seq) FILTER (WHERE \(undecided)) FROM comments WHERE stream = ?
        """, arguments: [number])
    guard let row else { return nil }
    let unfounded: Int = row[1]
    // One comment may be wrong in both ways.
    let wrong = max(stream.wrongComments.count, unfounded)
    if wrong > 0 {
      let first = (stream.wrongComments + [row[2] as Int64?].compactMap(\.self)).min() ?? 0
      return .comments(count: Int64(wrong), first: try CommentRow.position(first))
    }
    let decided: Int = row[0]
    guard decided != stream.decided else { return nil }
    return .comments(
      count: Int64(abs(decided - stream.decided)), first: try firstUnnamed(in: number))
  }

  /// The first comment that the record which is said to have decided it does not name.
  private func firstUnnamed(in number: Int64) throws -> Seq {
    let seq = try Int64.fetchOne(
      database,
      sql: """
        SELECT c.seq FROM comments AS c
        LEFT JOIN events AS e ON e.stream = c.stream AND e.mod_seq = c.mod_seq
        WHERE c.stream = ? AND c.mod_seq > 0 AND NOT EXISTS (
          SELECT 1 FROM json_each(e.record, '$.targets') AS t
          WHERE json_extract(t.value, '$.seq') = c.seq)
        ORDER BY c.seq LIMIT 1
        """, arguments: [number])
    return try CommentRow.position(seq ?? 0)
  }

  private func pins(of number: Int64) throws -> [Pin] {
    try Row.fetchAll(
      database, sql: "SELECT mod_seq, seq FROM pins WHERE stream = ? ORDER BY mod_seq",
      arguments: [number]
    ).map { Pin(modSeq: $0[0], seq: $0[1]) }
  }

  private func standingFindings() throws -> [AuditFinding] {
    var expected = standings
    var wrong: Set<Int64> = []
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT stream, user_id, is_muted, muted_until, is_shadow_banned FROM standings")
    while let row = try rows.next() {
      let account = Account(stream: row[0], userID: row[1])
      let standing = Standing(isMuted: row[2], mutedUntil: row[3], isShadowBanned: row[4])
      if expected.removeValue(forKey: account) != standing { wrong.insert(account.stream) }
    }
    wrong.formUnion(expected.keys.map(\.stream))
    return try wrong.sorted().map { number in
      let streamID = try String.fetchOne(
        database, sql: "SELECT stream_id FROM streams WHERE stream = ?", arguments: [number])
      return .contradicted(.standings, of: streamID.flatMap(StreamID.init))
    }
  }
}
