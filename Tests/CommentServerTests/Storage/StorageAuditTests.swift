import Foundation
import GRDB
import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct StorageAuditTests {
  /// A log with six events over two streams, closed.
  func closedLog() async throws -> LogFixture {
    let fixture = try LogFixture()
    for streamID in [StreamID.launch, .premiere] {
      let id = try await fixture.post(in: streamID).comment.commentID
      try await fixture.moderate(
        .init(action: .delete, commentIDs: [id], reason: "spam"), in: streamID)
      try await fixture.moderate(.init(action: .mute, userID: "ada"), in: streamID)
      try await fixture.moderate(.init(action: .lock), in: streamID)
    }
    await fixture.log.close()
    return fixture
  }

  func tamper(_ fixture: LogFixture, _ sql: String) throws {
    let path = LogDatabase.file(in: fixture.directory).path
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  func findings(_ fixture: LogFixture) throws -> [AuditFinding] {
    try AuditCheck.run(directory: fixture.directory).findings
  }

  @Test("a log as it was written is intact, open or closed, and after a restart")
  func intact() async throws {
    let fixture = try await closedLog()
    #expect(try AuditCheck.run(directory: fixture.directory).records == 6)
    #expect(try findings(fixture).isEmpty)
    try await fixture.reopen()
    try await fixture.moderate(.init(action: .unlock))
    let report = try AuditCheck.run(directory: fixture.directory)
    #expect(report.isIntact && report.records == 7 && report.beyondHead == 0)
  }

  @Test(
    "an edit of a record, or of a column that repeats it, is found",
    arguments: [
      "record = replace(record, 'spam', 'ham')", "reason = 'ham'", "actor = 'eve'",
      "at = at + 1", "action = 'hold'", "policy = 'links'", "record = '{'",
      "moderation_id = '018bcfe5-8fd2-7db7-ad13-abfeedb5f7d5'", "rules = '{}'", "reach = 1",
      #"record = '{"zz":1,' || substr(record, 2)"#,
      #"record = json_set(record, '$.comments', json('[]'))"#, "record = record || ' '",
    ])
  func edited(_ change: String) async throws {
    let fixture = try await closedLog()
    try tamper(fixture, "UPDATE events SET \(change) WHERE audit_index = 4")
    let place = AuditFinding.Place(index: 4, streamID: .premiere, modSeq: 1)
    #expect(try findings(fixture) == [.edited(place)])
  }

  @Test("a removed record, and a cut-off end, are found")
  func removed() async throws {
    let fixture = try await closedLog()
    try tamper(fixture, "DELETE FROM events WHERE audit_index = 3")
    let place = AuditFinding.Place(index: 4, streamID: .premiere, modSeq: 1)
    #expect(try findings(fixture) == [.removed(before: place, count: 1)])
    try tamper(fixture, "DELETE FROM events WHERE audit_index > 4")
    #expect(try findings(fixture).contains(.truncated(after: 4, count: 2)))
  }

  @Test("records that change places are found")
  func reordered() async throws {
    let fixture = try await closedLog()
    try tamper(
      fixture,
      """
      UPDATE events SET audit_index = -audit_index WHERE audit_index IN (2, 3);
      UPDATE events SET audit_index = 5 + audit_index WHERE audit_index < 0;
      """)
    let found = try findings(fixture)
    #expect(found.count == 3)
    #expect(
      found.allSatisfy {
        if case .reordered = $0 { true } else { false }
      })
  }

  @Test("a log that was cut off while no server ran goes on, and its head is kept as evidence")
  func disputed() async throws {
    let fixture = try await closedLog()
    try tamper(
      fixture,
      """
      DELETE FROM events WHERE audit_index = 6;
      UPDATE streams SET latest_mod_seq = 2 WHERE stream_id = 'premiere';
      """)
    try await fixture.reopen()
    try await fixture.moderate(.init(action: .unlock))
    #expect(!(try findings(fixture)).isEmpty)
    try await fixture.reopen()
    #expect(!(try findings(fixture)).isEmpty)
  }

  @Test(
    "a log that is cut off and has lost its head stays suspect until somebody accepts it",
    arguments: [nil, "junk that is rather longer than any head could ever be \(UUID()) \(UUID())"])
  func headLost(_ junk: String?) async throws {
    let fixture = try await closedLog()
    try tamper(
      fixture,
      """
      DELETE FROM events WHERE audit_index = 6;
      UPDATE streams SET latest_mod_seq = 2, is_locked = 0 WHERE stream_id = 'premiere';
      """)
    let head = fixture.directory.appendingPathComponent("audit.head")
    if let junk {
      try Data(junk.utf8).write(to: head)
    } else {
      try FileManager.default.removeItem(at: head)
    }
    for _ in 0..<2 {
      #expect(try findings(fixture) == [.headMissing])
      try await fixture.reopen()
    }
    #expect(try findings(fixture) == [.headMissing])
    let dispute = try #require(AuditCheck.dispute(in: fixture.directory))
    if let junk { #expect(try String(contentsOf: dispute, encoding: .utf8) == junk) }
    try FileManager.default.removeItem(at: dispute)
    #expect(try findings(fixture).isEmpty)
  }

  @Test("a failed commit leaves no hole in the chain")
  func failedCommit() async throws {
    let fixture = try LogFixture()
    try await fixture.moderate(.init(action: .lock))
    try await fixture.log.database.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER refuse BEFORE INSERT ON events WHEN new.action = 'unlock'
          BEGIN SELECT raise(ABORT, 'no'); END
          """)
    }
    await #expect(throws: Problem.self) { try await fixture.moderate(.init(action: .unlock)) }
    try await fixture.moderate(.init(action: .slowMode, seconds: 3))
    let report = try AuditCheck.run(directory: fixture.directory)
    #expect(report.isIntact && report.records == 2)
  }

  @Test("there is nothing to check where there is no log")
  func missing() {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("none-\(UUID().uuidString)")
    #expect(throws: LogOpeningError.self) { try AuditCheck.run(directory: directory) }
  }
}
