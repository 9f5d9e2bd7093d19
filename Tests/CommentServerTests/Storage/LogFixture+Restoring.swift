import Dispatch
import GRDB
import LiveComments
import ServerCore

@testable import CommentServer

extension LogFixture {
  /// A log that takes purges back so many comments at a time, and goes on only when it is told to.
  static func restoring(by count: Int) throws -> LogFixture {
    try LogFixture { Self.pieces(of: count, in: &$0) }
  }

  /// Closes the log and opens it again, in the middle of a restore.
  func reopenRestoring(by count: Int) async throws {
    try await reopen { Self.pieces(of: count, in: &$0) }
  }

  static func pieces(of count: Int, in configuration: inout SQLiteCommentLog.Configuration) {
    configuration.queue.commentsPerRestore = count
    configuration.queue.restoreSpacing = .never
  }

  /// Goes on with a restore by one piece, and waits until it is durable and published.
  func restorePiece() async throws {
    log.goOnRestoring()
    // The writing queue is serial.
    try await log.database.writeWithoutTransaction { _ in }
  }

  func restoreAll() async throws {
    while try await isRestoring() { try await restorePiece() }
  }

  func isRestoring() async throws -> Bool {
    try await log.database.read { try RestoreTable.hasAny(in: $0) }
  }

  func purge(
    _ userID: UserID = "ada", seconds: Int? = nil, by actor: User = .sample("mo", .moderator)
  ) async throws -> ModerationID {
    try await moderate(
      .init(action: .purgeUser, userID: userID, seconds: seconds), by: actor
    ).event.moderationID
  }

  @discardableResult
  func restore(
    _ purge: ModerationID, by actor: User = .sample("mo", .moderator), key: String? = nil
  ) async throws -> ModerationReceipt {
    try await moderate(
      .init(action: .restore, moderationID: purge, reason: "oops"), by: actor, key: key)
  }

  func events(for audience: Audience = .moderators) async throws -> [ModerationEvent] {
    try await log.events(
      EventQuery(after: 0, limit: 1_000), of: .launch, for: audience, epoch: nil
    ).events
  }

  /// `V`, `H`, `D` or `S` for each comment of the stream.
  func states() async throws -> String {
    try await allComments().map { String($0.state.rawValue.prefix(1)) }.joined()
  }
}
