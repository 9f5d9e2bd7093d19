import Foundation
import GRDB
import LiveComments
import ServerCore
import Synchronization
import Testing

@testable import CommentServer

/// Swift Testing has a `Comment` as well; here it is always ours.
typealias Comment = LiveComments.Comment

/// A log in a directory of its own, with a clock that the test moves, and what it has published.
final class LogFixture: Sendable {
  let directory: URL
  let clock: ManualClock
  private let current: Mutex<SQLiteCommentLog>
  private let published = Mutex<[Publication]>([])
  // Two fixtures may open copies of one log: their keys must differ.
  private let keyPrefix = UUID().uuidString
  private let keys = Atomic(0)

  var log: SQLiteCommentLog { current.withLock(\.self) }
  var publications: [Publication] { published.withLock(\.self) }

  init(
    directory: URL? = nil, configure: (inout SQLiteCommentLog.Configuration) -> Void = { _ in }
  ) throws {
    self.directory =
      directory
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")
    clock = ManualClock()
    let log = try SQLiteCommentLog(
      Self.configuration(self.directory, clock, configure))
    current = Mutex(log)
    collect(from: log)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// Closes the log and opens it again, as a restart does.
  func reopen(configure: (inout SQLiteCommentLog.Configuration) -> Void = { _ in }) async throws {
    await log.close()
    let log = try SQLiteCommentLog(Self.configuration(directory, clock, configure))
    current.withLock { $0 = log }
    collect(from: log)
  }

  private func collect(from log: SQLiteCommentLog) {
    log.subscribe { [weak self] publication in
      self?.published.withLock { $0.append(publication) }
    }
  }

  private static func configuration(
    _ directory: URL, _ clock: ManualClock,
    _ configure: (inout SQLiteCommentLog.Configuration) -> Void
  ) -> SQLiteCommentLog.Configuration {
    var configuration = SQLiteCommentLog.Configuration(directory: directory)
    configuration.clock = { clock.now }
    configuration.limits.perUser = RateLimit(perSecond: 1_000_000, burst: 1_000_000)
    configuration.limits.perStream = RateLimit(perSecond: 1_000_000, burst: 1_000_000)
    configure(&configuration)
    return configuration
  }

  /// Keeps the writing connection busy until the latch is opened, so that what comes piles up.
  func holdWriter() async throws -> Latch {
    let latch = Latch()
    log.database.asyncWriteWithoutTransaction { _ in latch.wait() }
    // A commit that is still under way would take what is meant to wait.
    try await eventually { latch.isWaitedFor }
    return latch
  }

  func rowCount(of table: String) async throws -> Int? {
    try await log.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
  }

  func newKey() -> String { "\(keyPrefix)-\(keys.add(1, ordering: .relaxed).newValue)" }

  /// Posts one comment and waits until it is durable.
  @discardableResult
  func post(
    _ content: String = "hello", by user: User = .sample("ada"), as author: User? = nil,
    key: String? = nil, replyTo: CommentID? = nil, in streamID: StreamID = .launch
  ) async throws -> CommentReceipt {
    let comment = AcceptedComment(
      streamID: streamID, poster: user, key: try validKey(key), author: author ?? user,
      content: content, replyTo: replyTo)
    return try await withCheckedContinuation { continuation in
      log.append(comment) { continuation.resume(returning: $0) }
    }.get()
  }

  /// Takes one moderation action and waits until it is durable.
  @discardableResult
  func moderate(
    _ request: ModerationRequest, by actor: User = .sample("mo", .moderator),
    actsEverywhere: Bool = false, key: String? = nil, in streamID: StreamID = .launch
  ) async throws -> ModerationReceipt {
    let order = ModerationOrder(
      streamID: streamID, actor: actor, actsEverywhere: actsEverywhere, key: try validKey(key),
      request: request)
    let accepted = try Validation.forTests.accept(order)
    return try await withCheckedContinuation { continuation in
      log.moderate(accepted) { continuation.resume(returning: $0) }
    }.get()
  }

  private func validKey(_ key: String?) throws -> IdempotencyKey {
    try #require(IdempotencyKey(rawValue: key ?? newKey()))
  }

  func page(
    _ query: CommentQuery, for audience: Audience = .everyone, epoch: Epoch? = nil,
    in streamID: StreamID = .launch
  ) async throws -> CommentPage {
    try await log.comments(query, of: streamID, for: audience, epoch: epoch)
  }

  /// Every comment of the stream, as moderators see them.
  func allComments(in streamID: StreamID = .launch) async throws -> [Comment] {
    var comments: [Comment] = []
    var after = Seq.zero
    while true {
      let page = try await page(
        .forward(after: after, limit: 1_000), for: .moderators, in: streamID)
      comments += page.comments
      if page.upto == page.latestSeq { return comments }
      after = page.upto
    }
  }
}

/// Both clocks, moved by hand.
final class ManualClock: Sendable {
  private let milliseconds = Mutex<Int64>(1_000)

  var now: Moment {
    milliseconds.withLock {
      Moment(
        instant: Instant(milliseconds: $0),
        time: Timestamp(milliseconds: 1_700_000_000_000 + $0))
    }
  }

  func advance(by duration: Duration) {
    milliseconds.withLock { $0 += Int64(duration / .milliseconds(1)) }
  }
}

extension Validation {
  static let forTests = Validation { $0.precomposedStringWithCanonicalMapping }
}

extension StreamID {
  static let launch = StreamID(rawValue: "launch")!  // Sound: the text matches the pattern.
  static let premiere = StreamID(rawValue: "premiere")!  // Sound: the text matches the pattern.
}

extension User {
  static func sample(_ id: String, _ role: Role = .viewer) -> User {
    User(userID: UserID(rawValue: id), userName: id.uppercased(), role: role)
  }
}
