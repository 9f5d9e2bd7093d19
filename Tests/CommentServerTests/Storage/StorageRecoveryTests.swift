import Foundation
import GRDB
import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct StorageRecoveryTests {
  @Test("what was acknowledged survives a crash, with its seq, and no seq is given twice")
  func crash() async throws {
    let fixture = try LogFixture()
    var acknowledged: [Comment] = []
    for _ in 0..<3 {
      await fixture.postAll(40, by: .sample("ada"))
      acknowledged = try await fixture.allComments()
      let copy = try fixture.copyOfFiles()
      let recovered = try LogFixture(directory: copy)
      #expect(recovered.log.epoch == fixture.log.epoch)
      #expect(Array(try await recovered.allComments().prefix(acknowledged.count)) == acknowledged)
      let next = try await recovered.post("after the crash").comment
      #expect(next.seq.rawValue == Int64(acknowledged.count) + 1)
      await recovered.log.close()
    }
  }

  @Test("the writing connection waits for the disk with each commit")
  func durability() async throws {
    let fixture = try LogFixture()
    let (journal, synchronous) = try await fixture.log.database.writeWithoutTransaction {
      (
        try String.fetchOne($0, sql: "PRAGMA journal_mode"),
        try Int.fetchOne($0, sql: "PRAGMA synchronous")
      )
    }
    // 2 is FULL.
    #expect(journal == "wal" && synchronous == 2)
  }

  @Test("a commit that a crash cut short leaves nothing behind", arguments: 0..<12 as Range<UInt64>)
  func tornWrite(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let fixture = try LogFixture()
    try await fixture.post("before", key: "k")
    let sizeBefore = try fixture.size(of: "comments.sqlite-wal")
    await fixture.postAll(30, by: .sample("ada"))
    let all = try await fixture.allComments()
    let size = try fixture.size(of: "comments.sqlite-wal")
    let copy = try fixture.copyOfFiles()
    let cut = UInt64.random(in: sizeBefore...size, using: &generator)
    try fixture.cutLog(in: copy, at: cut)

    let recovered = try LogFixture(directory: copy)
    let comments = try await recovered.allComments()
    #expect(Array(all.prefix(comments.count)) == comments, "seed \(seed)")
    #expect(comments.count >= 1, "seed \(seed): what was durable is gone")
    let summary = try await recovered.log.summary(of: .launch)
    #expect(summary.latestSeq.rawValue == Int64(comments.count), "seed \(seed)")
    #expect(try await recovered.rowCount(of: "idempotency_keys") == comments.count, "seed \(seed)")
    #expect(try await recovered.post("before", key: "k").isRepeat, "seed \(seed)")
    let next = try await recovered.post("next").comment
    #expect(next.seq.rawValue == Int64(comments.count) + 1, "seed \(seed)")
    await recovered.log.close()
  }

  @Test("a full disk refuses with unavailable, stores nothing, and is recovered from")
  func fullDisk() async throws {
    let fixture = try LogFixture()
    try await fixture.post("before", key: "before")
    try await fixture.limitPages(to: 0)
    let large = String(repeating: "x", count: 500)
    var stored = 1
    var refusal: Problem?
    while refusal == nil, stored < 500 {
      do {
        try await fixture.post(large)
        stored += 1
      } catch {
        refusal = error as? Problem
      }
    }
    #expect(refusal?.code == .unavailable)
    #expect(refusal?.retryAfterMilliseconds != nil)
    #expect(fixture.log.trouble?.code == .unavailable)
    // What needs no room is answered all the same, and reading goes on.
    #expect(try await fixture.post("before", key: "before").isRepeat)
    #expect(fixture.log.trouble?.code == .unavailable)
    #expect(try await fixture.allComments().count == stored)

    try await fixture.limitPages(to: 1_000_000)
    let next = try await fixture.post(large).comment
    #expect(next.seq.rawValue == Int64(stored) + 1)
    #expect(fixture.log.trouble == nil)
    let published = try await fixture.allPublications(of: .launch).flatMap(\.comments)
    #expect(published.map(\.comment.seq.rawValue) == (1...Int64(stored + 1)).map { $0 })
  }

  @Test("a log that nobody posts to finds out by itself that the disk has room again")
  func recoversAlone() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    try await fixture.limitPages(to: 0)
    await fixture.postAll(400, by: .sample("ada"))
    #expect(fixture.log.trouble != nil)
    try await fixture.limitPages(to: 1_000_000)
    try await eventually { fixture.log.trouble == nil }
    #expect(try await fixture.rowCount(of: "probes") == 0)
  }

  @Test("a commit that fails gives everybody in it the same answer")
  func failedGroup() async throws {
    let fixture = try LogFixture()
    try await fixture.post()
    try await fixture.limitPages(to: 0)
    let release = try await fixture.holdWriter()
    let posts = Task { await fixture.postAll(400, by: .sample("ada")) }
    try await eventually { fixture.log.waitingCount == 400 }
    release.open()
    #expect(await posts.value == Array(repeating: .unavailable, count: 400))
    #expect(try await fixture.allComments().count == 1)
  }
}

extension LogFixture {
  /// Leaves of the write-ahead log what a crash in the middle of a write would.
  func cutLog(in copy: URL, at offset: UInt64) throws {
    let wal = try FileHandle(
      forWritingTo: copy.appendingPathComponent("comments.sqlite-wal"))
    try wal.truncate(atOffset: offset)
    try wal.close()
  }

  /// A directory with the files as a crash at this moment would leave them.
  func copyOfFiles() throws -> URL {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent(
      "log-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
    for name in ["comments.sqlite", "comments.sqlite-wal"] {
      try FileManager.default.copyItem(
        at: directory.appendingPathComponent(name), to: copy.appendingPathComponent(name))
    }
    return copy
  }

  func size(of name: String) throws -> UInt64 {
    let path = directory.appendingPathComponent(name).path
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.size] as? UInt64)
  }

  /// Makes the file as full as a disk: SQLite holds the limit at its present size at least.
  func limitPages(to pages: Int) async throws {
    try await log.database.writeWithoutTransaction { database in
      _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(max(pages, 1))")
    }
  }
}
