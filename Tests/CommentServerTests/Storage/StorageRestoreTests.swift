import Dispatch
import GRDB
import LiveComments
import ServerCore
import Synchronization
import Testing

@testable import CommentServer

/// Taking purges back in pieces.
struct StorageRestoreTests {
  @Test("the first piece is the answer; each further one is an event like it")
  func pieces() async throws {
    let fixture = try LogFixture.restoring(by: 2)
    for _ in 0..<5 { try await fixture.post() }
    let purge = try await fixture.purge()
    let answer = try await fixture.restore(purge, key: "k")
    #expect(answer.event.modSeq == 2 && answer.event.targets?.map(\.seq) == [1, 2])
    #expect(try await fixture.states() == "VVDDD")
    let again = try await fixture.restore(purge, key: "k")
    #expect(again.isRepeat && again.event == answer.event)
    try await expectConflict { try await fixture.restore(purge) }
    try await fixture.restorePiece()
    #expect(try await fixture.states() == "VVVVD")
    try await fixture.restorePiece()
    #expect(try await fixture.states() == "VVVVV")
    #expect(try await !fixture.isRestoring())
    try await fixture.restorePiece()
    try await expectConflict { try await fixture.restore(purge) }

    let events = try await fixture.events()
    #expect(events.map(\.modSeq) == [1, 2, 3, 4])
    #expect(events.dropFirst().map { $0.targets?.map(\.seq) } == [[1, 2], [3, 4], [5]])
    #expect(Set(events.map(\.moderationID)).count == 4)
    for event in events.dropFirst() {
      #expect(event.action == .restore && event.actor == "mo" && event.reason == "oops")
      #expect(event.userID == "ada" && event.fromSeq == 1 && event.uptoSeq == 5)
      #expect(event.comments?.count == event.targets?.count)
    }
    let publications = try await fixture.allPublications(of: .launch)
    #expect(publications.flatMap { $0.events.map(\.event) } == events)
    for (one, next) in zip(publications, publications.dropFirst()) {
      #expect(one.moderationCoverage.upto == next.moderationCoverage.after)
    }
  }

  @Test("what fits into one event is taken back by one commit, as it was before there were pieces")
  func onePiece() async throws {
    let fixture = try LogFixture.restoring(by: 5)
    for _ in 0..<4 { try await fixture.post() }
    try await fixture.restore(try await fixture.purge())
    #expect(try await !fixture.isRestoring())
    #expect(try await fixture.states() == "VVVV")
  }

  @Test("posts are committed between the pieces: one commit after each, whatever the pieces' pace")
  func postsBetween() async throws {
    let fixture = try LogFixture {
      $0.queue.commentsPerRestore = 2
      $0.queue.restoreSpacing = .nanoseconds(0)
    }
    for _ in 0..<8 { try await fixture.post() }
    let purge = try await fixture.purge()
    _ = try await fixture.allPublications(of: .launch)
    let order = Mutex("")
    let bob = User.sample("bob")
    let key = try #require(IdempotencyKey(rawValue: fixture.newKey()))
    let keys = Atomic(0)
    fixture.log.subscribe { [log = fixture.log] publication in
      order.withLock { $0 += publication.comments.isEmpty ? "R" : "p" }
      guard !publication.events.isEmpty,
        let key = IdempotencyKey(
          rawValue: "\(key.rawValue)\(keys.add(1, ordering: .relaxed).newValue)")
      else { return }
      log.append(
        AcceptedComment(
          streamID: .launch, poster: bob, key: key, author: bob, content: "meanwhile")
      ) { _ in }
    }
    try await fixture.restore(purge)
    try await eventually { order.withLock { $0.count == 8 } }
    #expect(order.withLock(\.self) == "RpRpRpRp")
    #expect(try await fixture.states() == "VVVVVVVVVVVV")
  }

  @Test("restores of several streams and users take turns")
  func turns() async throws {
    let fixture = try LogFixture.restoring(by: 1)
    var order: [StreamID] = []
    for streamID in [StreamID.launch, .premiere] {
      for _ in 0..<3 { try await fixture.post(in: streamID) }
      let purge = try await fixture.moderate(
        .init(action: .purgeUser, userID: "ada"), in: streamID
      ).event
      try await fixture.moderate(
        .init(action: .restore, moderationID: purge.moderationID), in: streamID)
    }
    while try await fixture.isRestoring() {
      try await fixture.restorePiece()
      order += fixture.publications.last.map { [$0.streamID] } ?? []
    }
    #expect(order == [.launch, .premiere, .launch, .premiere])
  }

  @Test("a restart goes on where the restore stood")
  func restart() async throws {
    let fixture = try LogFixture.restoring(by: 2)
    for _ in 0..<9 { try await fixture.post() }
    let purge = try await fixture.purge()
    let answer = try await fixture.restore(purge, key: "k")
    try await fixture.restorePiece()
    try await fixture.reopenRestoring(by: 2)
    #expect(try await fixture.states() == "VVVVDDDDD")
    try await expectConflict { try await fixture.restore(purge) }
    #expect(try await fixture.restore(purge, key: "k").event == answer.event)
    // By itself, and with the size of pieces that it has then.
    try await fixture.reopen()
    try await eventually { try await !fixture.isRestoring() }
    #expect(try await fixture.states() == "VVVVVVVVV")
    let events = try await fixture.events()
    #expect(events.map { $0.targets?.count ?? 0 } == [0, 2, 2, 5])
    #expect(events.map(\.modSeq) == [1, 2, 3, 4])
    #expect(try AuditCheck.run(directory: fixture.directory).isIntact)
  }

  @Test("a crash at any byte leaves a restore that goes on", arguments: 0..<12 as Range<UInt64>)
  func crash(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let fixture = try LogFixture.restoring(by: 3)
    for _ in 0..<20 { try await fixture.post() }
    let purge = try await fixture.purge()
    let sizeBefore = try fixture.size(of: "comments.sqlite-wal")
    try await fixture.restore(purge, key: "k")
    try await fixture.restoreAll()
    let whole = try await fixture.events()
    let size = try fixture.size(of: "comments.sqlite-wal")
    let copy = try fixture.copyOfFiles()
    try fixture.cutLog(in: copy, at: UInt64.random(in: sizeBefore...size, using: &generator))

    let recovered = try LogFixture(directory: copy) {
      LogFixture.pieces(of: 3, in: &$0)
    }
    let left = try await recovered.events()
    #expect(left == Array(whole.prefix(left.count)), "seed \(seed)")
    _ = try await recovered.restore(purge, key: "k")
    try await recovered.restoreAll()
    #expect(try await recovered.states() == String(repeating: "V", count: 20), "seed \(seed)")
    let events = try await recovered.events()
    #expect(events.map(\.targets) == whole.map(\.targets), "seed \(seed)")
    #expect(events.map(\.modSeq) == whole.map(\.modSeq), "seed \(seed)")
    let findings = try await recovered.log.database.read { try AuditConsequences.findings(in: $0) }
    #expect(findings.isEmpty, "seed \(seed)")
    await recovered.log.close()
  }

  @Test("a full disk puts a restore off")
  func fullDisk() async throws {
    let fixture = try LogFixture.restoring(by: 50)
    let long = String(repeating: "x", count: 500)
    for _ in 0..<130 { try await fixture.post(long) }
    try await fixture.restore(try await fixture.purge())
    let before = try await fixture.states()
    try await fixture.limitPages(to: 0)
    try await fixture.restorePiece()
    #expect(try await fixture.states() == before && fixture.log.trouble != nil)
    try await fixture.limitPages(to: 1_000_000)
    try await eventually { try await fixture.states() != before }
    try await fixture.restoreAll()
    #expect(try await !fixture.states().contains("D"))
    #expect(try await fixture.events().map(\.modSeq) == [1, 2, 3, 4])
  }

  private func expectConflict(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> some Sendable
  ) async throws {
    let problem = await #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      _ = try await body()
    }
    #expect(problem?.code == .conflict, sourceLocation: sourceLocation)
  }
}
