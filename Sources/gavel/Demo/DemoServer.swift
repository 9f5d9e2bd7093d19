import ClientCore
import ClientTransport
import CommentServer
import Foundation
import LiveComments
import Logging
import ServerCore

/// A server with a simulated audience, for as long as something is shown of it.
enum DemoServer {
  /// Serves a stream in a temporary directory and lets an audience play in it while `body` runs.
  ///
  /// `body` gets the stream, and the token of a moderator.
  static func run<Value: Sendable>(
    seed: UInt64, _ body: @escaping @Sendable (StreamURL, Token) async throws -> Value
  ) async throws -> Value {
    let directory = try DemoDirectory()
    EndSignals.beforeEnding { directory.remove() }
    defer { directory.remove() }
    // A log on standard error would be written across the screen.
    let silent = Logger(label: "gavel.demo") { _ in SwiftLogNoOpLogHandler() }
    let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    var keys = TokenKeys()
    try await keys.add(secret: secret)
    var storage = SQLiteCommentLog.Configuration(directory: directory.url)
    storage.logger = silent
    storage.defaultRules = .sensible
    let log = try SQLiteCommentLog(storage)
    var configuration = CommentServer.Configuration()
    configuration.port = 0
    configuration.keys = keys
    configuration.logger = silent
    let issuer = try await TokenIssuer(secret: secret, validation: .standard)
    // A name that is no everyday word, or half of the chat would be marked as mentions.
    let you = try token(issuer, "ada", .moderator)
    let audience = try token(issuer, "audience", .service)
    let result = try await CommentServer(configuration, log: log).withServer { address in
      let url = try StreamURL("\(address)/streams/demo")
      let player = try AudiencePlayer(
        url: url, token: audience, audience: SimulatedAudience(seed: seed))
      let playing = Task { await player.run() }
      defer { playing.cancel() }
      return try await body(url, you)
    }
    await log.close()
    return result
  }

  private static func token(_ issuer: TokenIssuer, _ name: String, _ role: Role) throws -> Token {
    let user = User(userID: UserID(rawValue: name), userName: name, role: role)
    // Longer than anybody watches a demo.
    let end = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000) + 7 * 86_400_000)
    let text = try issuer.token(for: user, streams: .all, expiresAt: end)
    guard let token = Token(rawValue: text) else { throw Complaint("no token could be made") }
    return token
  }
}

/// The terminal client blocks its thread, so it gets one of its own.
enum TerminalThread {
  static func run<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result(catching: body)) }
      thread.name = "terminal"
      thread.start()
    }
  }
}
