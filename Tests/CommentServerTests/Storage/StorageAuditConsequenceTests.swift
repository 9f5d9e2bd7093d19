import LiveComments
import ServerCore
import Testing

@testable import CommentServer

/// What readers are shown, beside what the records say.
extension StorageAuditTests {
  @Test("comments that somebody wrote into a record are never served")
  func forgedComments() async throws {
    let fixture = try await closedLog()
    try tamper(
      fixture,
      """
      UPDATE events SET record = json_set(record, '$.comments', json_array(json_object(
        'stream_id', 'launch', 'seq', 1, 'comment_id', c.comment_id, 'user_id', 'ada',
        'user_name', 'ADA', 'role', 'viewer', 'content', 'FORGED', 'state', 'VISIBLE',
        'created_at', '2026-11-28T11:59:48.583Z')))
      FROM comments AS c WHERE events.stream = c.stream AND audit_index IN (1, 4)
      """)
    try await fixture.reopen()
    let page = try await fixture.log.events(
      EventQuery(after: 0, limit: 9), of: .launch, for: .moderators, epoch: nil)
    #expect(page.events.first?.action == .delete && page.events.first?.comments == nil)
  }

  @Test(
    "a table that contradicts the records is found",
    arguments: [
      ("UPDATE comments SET state = 0", AuditFinding.Consequence.comments(count: 1, first: 1)),
      ("UPDATE comments SET mod_seq = 0", .comments(count: 1, first: 1)),
      ("UPDATE comments SET restored_state = 2", .comments(count: 1, first: 1)),
      ("UPDATE comments SET state = 0, mod_seq = 2", .comments(count: 1, first: 1)),
      ("UPDATE streams SET is_locked = 0", .controls),
      ("UPDATE streams SET slow_mode_s = 9", .controls),
      ("UPDATE streams SET trimmed_mod_seq = 3", .controls),
      ("UPDATE streams SET has_standings = 0", .standings),
      ("UPDATE standings SET is_muted = 0", .standings), ("DELETE FROM standings", .standings),
      ("UPDATE standings SET user_id = 'eve'", .standings),
      (
        """
        INSERT INTO purges VALUES (1, 'ada', 1, 1, 9, NULL, NULL), (2, 'ada', 1, 1, 9, NULL, NULL)
        """, .purges
      ),
      ("INSERT INTO pins VALUES (1, 1, 1), (2, 1, 1)", .pins),
    ])
  func contradicted(_ change: String, _ consequence: AuditFinding.Consequence) async throws {
    let fixture = try await closedLog()
    try tamper(fixture, change)
    #expect(
      try findings(fixture) == [
        .contradicted(consequence, of: .launch), .contradicted(consequence, of: .premiere),
      ])
  }

  @Test("purges, pins, rules and every other consequence of a record are as it says")
  func consequences() async throws {
    let fixture = try LogFixture()
    var ids: [CommentID] = []
    for _ in 0..<6 { ids.append(try await fixture.post().comment.commentID) }
    for id in ids.prefix(5) {
      try await fixture.moderate(.init(action: .pin, commentIDs: [id]))
    }
    try await fixture.moderate(.init(action: .unpin, commentIDs: [ids[4]]))
    try await fixture.moderate(.init(action: .pin, commentIDs: [ids[2]]))
    try await fixture.moderate(.init(action: .hold, commentIDs: Array(ids.prefix(3))))
    try await fixture.moderate(.init(action: .approve, commentIDs: [ids[0]]))
    let purge = try await fixture.moderate(.init(action: .purgeUser, userID: "ada"))
    try await fixture.moderate(
      .init(action: .restore, moderationID: purge.event.moderationID))
    try await fixture.moderate(.init(action: .purgeUser, userID: "ada"))
    try await fixture.moderate(.init(action: .delete, commentIDs: [ids[1]]))
    try await fixture.moderate(.init(action: .mute, userID: "bob", durationSeconds: 9))
    try await fixture.moderate(.init(action: .shadowBan, userID: "bob"))
    try await fixture.moderate(.init(action: .liftShadowBan, userID: "bob"))
    try await fixture.moderate(
      .init(action: .mute, userID: "eve", scope: "*"), by: .sample("own", .owner),
      actsEverywhere: true)
    try await fixture.moderate(.init(action: .slowMode, seconds: 3))
    try await fixture.moderate(.init(action: .setLevel, level: .fixed(.hot)))
    let late = try await fixture.post(by: .sample("cat")).comment.commentID
    try await fixture.moderate(.init(action: .pin, commentIDs: [late]))
    #expect(try findings(fixture).isEmpty)
    await fixture.log.close()
    try tamper(fixture, "UPDATE purges SET upto_seq = 1")
    #expect(try findings(fixture) == [.contradicted(.purges, of: .launch)])
    try tamper(fixture, "UPDATE pins SET seq = 6")
    #expect(try findings(fixture).contains(.contradicted(.pins, of: .launch)))
  }

  @Test(
    "a restore that no record tells of, or that the table has lost, is found",
    arguments: [
      "restored_by = 3, restore_seq = 1 WHERE user_id = 'bob'",
      "restored_by = 3 WHERE user_id = 'bob'", "restored_by = 2 WHERE user_id = 'ada'",
      "restored_by = NULL, restore_seq = NULL", "restore_seq = NULL",
      "restore_seq = 6 WHERE user_id = 'ada'",
    ])
  func restores(_ change: String) async throws {
    let fixture = try await halfRestored()
    #expect(try findings(fixture).isEmpty)
    try tamper(fixture, "UPDATE purges SET \(change)")
    #expect(try findings(fixture) == [.contradicted(.purges, of: .launch)])
  }

  @Test("a restore that no record began is not carried out, and the stream goes on")
  func forgedRestore() async throws {
    let fixture = try await halfRestored()
    try tamper(
      fixture,
      "UPDATE purges SET restored_by = 3, restore_seq = CASE user_id WHEN 'bob' THEN 1 END")
    try await fixture.reopenRestoring(by: 2)
    try await fixture.restorePiece()
    try await fixture.restorePiece()
    #expect(try await fixture.states() == "VVDDDDD")
    try await fixture.post()
    #expect(fixture.log.trouble == nil)
  }

  /// Two purges, the first of which is being taken back, closed.
  private func halfRestored() async throws -> LogFixture {
    let fixture = try LogFixture.restoring(by: 2)
    for _ in 0..<6 { try await fixture.post() }
    try await fixture.post(by: .sample("bob"))
    let purge = try await fixture.purge()
    _ = try await fixture.purge("bob")
    try await fixture.restore(purge)
    await fixture.log.close()
    return fixture
  }
}
