import Foundation
import LiveComments
import ServerCore
import Synchronization
import Testing

@testable import CommentServer

struct StorageAppendTests {
  @Test("comments get ascending positions per stream, and are read back as they were stored")
  func positions() async throws {
    let fixture = try LogFixture()
    let first = try await fixture.post("one", by: .sample("ada"))
    let reply = try await fixture.post(
      "two \u{1F600} \u{4F60}\u{597D}", by: .sample("mo", .moderator),
      replyTo: first.comment.commentID)
    let elsewhere = try await fixture.post("three", in: .premiere)
    #expect(first.comment.seq == 1 && reply.comment.seq == 2 && elsewhere.comment.seq == 1)
    #expect(try await fixture.allComments() == [first.comment, reply.comment])
    #expect(reply.comment.replyTo == first.comment.commentID)
    #expect(reply.comment.role == .moderator)
    #expect(first.comment.createdAt == fixture.clock.now.time)
  }

  @Test("the same key again gives the same comment and stores nothing")
  func idempotency() async throws {
    let fixture = try LogFixture()
    let first = try await fixture.post("hello", key: "k")
    let again = try await fixture.post("hello", key: "k")
    #expect(!first.isRepeat && again.isRepeat)
    #expect(again.comment == first.comment)
    #expect(try await fixture.allComments().count == 1)
  }

  @Test("a key survives a restart")
  func idempotencyAcrossRestart() async throws {
    let fixture = try LogFixture()
    let first = try await fixture.post("hello", key: "k")
    try await fixture.reopen()
    let again = try await fixture.post("hello", key: "k")
    #expect(again.isRepeat && again.comment == first.comment)
    #expect(try await fixture.post("next").comment.seq == 2)
  }

  @Test("a key belongs to one stream and one account")
  func keyScope() async throws {
    let fixture = try LogFixture()
    try await fixture.post("hello", key: "k")
    #expect(try await !fixture.post("other", by: .sample("bob"), key: "k").isRepeat)
    #expect(try await !fixture.post("other", key: "k", in: .premiere).isRepeat)
  }

  @Test("the same key with another content, reply or author is refused")
  func keyReused() async throws {
    let fixture = try LogFixture()
    let service = User.sample("bridge", .service)
    let first = try await fixture.post("hello", by: service, as: .sample("ada"), key: "k")
    for (content, author, replyTo) in [
      ("other", "ada", nil), ("hello", "bob", nil), ("hello", "ada", first.comment.commentID),
    ] as [(String, String, CommentID?)] {
      let problem = await #expect(throws: Problem.self) {
        try await fixture.post(
          content, by: service, as: .sample(author), key: "k", replyTo: replyTo)
      }
      #expect(problem?.code == .keyReused)
    }
    let moderation = await #expect(throws: Problem.self) {
      try await fixture.moderate(.init(action: .lock), by: .sample("bridge", .owner), key: "k")
    }
    #expect(moderation?.code == .keyReused)
  }

  @Test("a key is found before limits, mute and lock, and a refusal does not use it up")
  func keyComesFirst() async throws {
    let fixture = try LogFixture { $0.limits.perUser = RateLimit(perSecond: 1, burst: 1) }
    let first = try await fixture.post("hello", key: "k")
    #expect(try await fixture.post("hello", key: "k").isRepeat)
    let limited = await #expect(throws: Problem.self) { try await fixture.post("more", key: "l") }
    #expect(limited?.code == .rateLimited)
    #expect(limited?.retryAfterMilliseconds == 1_000)
    try await fixture.moderate(.init(action: .lock))
    #expect(try await fixture.post("hello", key: "k").comment == first.comment)
    try await fixture.moderate(.init(action: .unlock))
    fixture.clock.advance(by: .seconds(1))
    #expect(try await !fixture.post("more", key: "l").isRepeat)
  }

  @Test("a repeat is answered with the comment's present state")
  func repeatAfterDelete() async throws {
    let fixture = try LogFixture()
    let first = try await fixture.post("hello", key: "k")
    try await fixture.moderate(.init(action: .delete, commentIDs: [first.comment.commentID]))
    #expect(try await fixture.post("hello", key: "k").comment.state == .deleted)
  }

  @Test("keys are honoured for an hour, and forgotten some time after that")
  func keysArePruned() async throws {
    let fixture = try LogFixture()
    try await fixture.post("hello", key: "k")
    fixture.clock.advance(by: .seconds(3_600))
    try await fixture.post("later")
    #expect(try await fixture.post("hello", key: "k").isRepeat)
    fixture.clock.advance(by: .seconds(3_601))
    try await fixture.post("much later")
    #expect(try await !fixture.post("hello", key: "k").isRepeat)
  }

  @Test("posts of one caller keep their order, whatever shares a commit with them")
  func order() async throws {
    let fixture = try LogFixture()
    await withTaskGroup { group in
      for caller in 0..<8 {
        group.addTask { await fixture.postAll(50, by: .sample("user-\(caller)")) }
      }
    }
    let comments = try await fixture.allComments()
    #expect(comments.map(\.seq) == (1...400).map { Seq(integerLiteral: $0) })
    for caller in 0..<8 {
      let own = comments.filter { $0.userID.rawValue == "user-\(caller)" }.map(\.content)
      #expect(own == (0..<50).map(String.init))
    }
    #expect(Set(comments.map(\.commentID)).count == 400)
  }

  @Test("publications hold every comment once, in order, and their ranges join")
  func publications() async throws {
    let fixture = try LogFixture()
    await withTaskGroup { group in
      for caller in 0..<8 {
        let streamID = caller % 2 == 0 ? StreamID.launch : .premiere
        group.addTask { await fixture.postAll(50, by: .sample("user-\(caller)"), in: streamID) }
      }
    }
    await fixture.log.close()
    for streamID in [StreamID.launch, .premiere] {
      let publications = fixture.publications.filter { $0.streamID == streamID }
      var covered = Seq.zero
      for publication in publications {
        #expect(publication.coverage.after == covered)
        #expect(publication.comments.allSatisfy { publication.coverage.contains($0.comment.seq) })
        covered = publication.coverage.upto
      }
      #expect(covered == 200)
      #expect(
        publications.flatMap { $0.comments.map(\.comment.seq) }
          == (1...200).map { Seq(integerLiteral: $0) })
    }
  }

  @Test("what arrives while a commit is under way shares the next")
  func groupCommit() async throws {
    let fixture = try LogFixture()
    // Holds the writing connection, so that the posts pile up behind it.
    let release = try await fixture.holdWriter()
    let posts = Task { await fixture.postAll(600, by: .sample("ada")) }
    try await eventually { fixture.log.waitingCount == 600 }
    release.open()
    _ = await posts.value
    try await eventually { fixture.publications.map(\.comments.count) == [512, 88] }
  }

  @Test("moderation goes first in the next commit")
  func moderationFirst() async throws {
    let fixture = try LogFixture()
    let release = try await fixture.holdWriter()
    let posts = Task { await fixture.postAll(3, by: .sample("ada")) }
    try await eventually { fixture.log.waitingCount == 3 }
    let lock = Task { try await fixture.moderate(.init(action: .lock)) }
    try await eventually { fixture.log.waitingCount == 4 }
    release.open()
    #expect(await posts.value == [.locked, .locked, .locked])
    _ = try await lock.value
  }

  @Test("a full queue refuses comments with busy, and has room for moderation")
  func boundedQueue() async throws {
    let fixture = try LogFixture { $0.queue.comments = 10 }
    let release = try await fixture.holdWriter()
    let posts = Task { await fixture.postAll(10, by: .sample("ada")) }
    try await eventually { fixture.log.waitingCount == 10 }
    let problem = await #expect(throws: Problem.self) { try await fixture.post("too many") }
    #expect(problem?.code == .busy)
    #expect(problem?.retryAfterMilliseconds != nil)
    let moderation = Task { try await fixture.moderate(.init(action: .slowMode, seconds: 5)) }
    try await eventually { fixture.log.waitingCount == 11 }
    release.open()
    _ = try await moderation.value
    _ = await posts.value
  }

  @Test("the queue is bounded in bytes as well")
  func boundedBytes() async throws {
    let fixture = try LogFixture { $0.queue.commentBytes = 5_000 }
    let release = try await fixture.holdWriter()
    let first = Task { try await fixture.post(String(repeating: "x", count: 4_000)) }
    try await eventually { fixture.log.waitingCount == 1 }
    let problem = await #expect(throws: Problem.self) {
      try await fixture.post(String(repeating: "x", count: 1_000))
    }
    #expect(problem?.code == .busy)
    release.open()
    _ = try await first.value
  }

  @Test("a closing log commits what waits and refuses the rest")
  func closing() async throws {
    let fixture = try LogFixture()
    let posts = Task { await fixture.postAll(300, by: .sample("ada")) }
    try await eventually { !fixture.publications.isEmpty }
    await fixture.log.close()
    let refusals = await posts.value
    #expect(refusals.allSatisfy { $0 == .unavailable })
    let problem = await #expect(throws: Problem.self) { try await fixture.post() }
    #expect(problem?.code == .unavailable)
    let stored = fixture.publications.flatMap(\.comments).count
    #expect(stored + refusals.count == 300)
    try await fixture.reopen()
    #expect(try await fixture.allComments().count == stored)
  }

  @Test("reading a stream that nobody has used creates nothing")
  func unusedStream() async throws {
    let fixture = try LogFixture()
    let page = try await fixture.page(.newest(count: 10))
    #expect(
      page
        == CommentPage(
          streamID: .launch, epoch: fixture.log.epoch, after: 0, upto: 0, latestSeq: 0,
          latestModSeq: 0, comments: []))
    #expect(try await fixture.log.summary(of: .launch) == StreamSummary(streamID: .launch))
    #expect(try await fixture.rowCount(of: "streams") == 0)
  }

  @Test("a refused post makes no stream")
  func refusedPostMakesNoStream() async throws {
    let fixture = try LogFixture()
    var generator = SeededGenerator(seed: 1)
    let missing = CommentID(at: Timestamp(milliseconds: 1), using: &generator)
    let problem = await #expect(throws: Problem.self) { try await fixture.post(replyTo: missing) }
    #expect(problem?.code == .unknownComment)
    #expect(try await fixture.rowCount(of: "streams") == 0)
  }

  @Test("one can answer only what one can see")
  func replies() async throws {
    let fixture = try LogFixture()
    let elsewhere = try await fixture.post(in: .premiere).comment.commentID
    let deleted = try await fixture.post().comment.commentID
    try await fixture.moderate(.init(action: .delete, commentIDs: [deleted]))
    for target in [elsewhere, deleted] {
      let problem = await #expect(throws: Problem.self) {
        try await fixture.post(replyTo: target)
      }
      #expect(problem?.code == .unknownComment)
    }
    try await fixture.moderate(.init(action: .shadowBan, userID: "ada"))
    let shadowed = try await fixture.post().comment.commentID
    try await fixture.post(replyTo: shadowed)
    let other = await #expect(throws: Problem.self) {
      try await fixture.post(by: .sample("bob"), replyTo: shadowed)
    }
    #expect(other?.code == .unknownComment)
  }

  @Test("slow mode holds exactly, also after a restart")
  func slowMode() async throws {
    let fixture = try LogFixture()
    try await fixture.moderate(.init(action: .slowMode, seconds: 10))
    try await fixture.post()
    fixture.clock.advance(by: .milliseconds(9_999))
    try await fixture.reopen()
    let problem = await #expect(throws: Problem.self) { try await fixture.post() }
    #expect(problem?.code == .slowMode)
    #expect(problem?.retryAfterMilliseconds == 1)
    try await fixture.post(by: .sample("bob"))
    fixture.clock.advance(by: .milliseconds(1))
    try await fixture.post()
  }

  @Test("the epoch stays with the log, until a new one is asked for")
  func epochs() async throws {
    let fixture = try LogFixture()
    let epoch = fixture.log.epoch
    try await fixture.post()
    try await fixture.reopen()
    #expect(fixture.log.epoch == epoch)
    try await fixture.reopen { $0.startsNewEpoch = true }
    let renewed = fixture.log.epoch
    #expect(renewed != epoch)
    #expect(try await fixture.post().comment.seq == 2)
    try await fixture.reopen()
    #expect(fixture.log.epoch == renewed)
    let other = try LogFixture()
    #expect(other.log.epoch != epoch)
  }

  @Test("a directory has one writer")
  func oneWriter() throws {
    let fixture = try LogFixture()
    #expect(throws: LogOpeningError.self) {
      try SQLiteCommentLog(.init(directory: fixture.directory))
    }
  }
}
