import ArgumentParser
import ClientCore
import ClientTransport
import CommentServer
import Foundation
import LiveComments
import Logging
import ServerCore

/// `gavel demo`.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Shows it all: a server, an audience and you as a moderator, in one process.",
    discussion: "Everything is kept in a temporary directory and removed at the end.")

  @Option(help: "What the audience does follows from this number alone.")
  var seed: UInt64 = .random(in: 0..<1_000)

  @Option(help: "The theme; `gavel themes` lists them.")
  var theme: String?

  func run() async throws {
    // What cannot work is said before a server is started for it.
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw Complaint("a demo needs a terminal for its standard input and output")
    }
    if let theme { try ThemeLibrary.standard.require(theme) }
    let directory = try DemoDirectory()
    EndSignals.beforeEnding { directory.remove() }
    defer { directory.remove() }
    if let signal = try await show(in: directory) {
      directory.remove()
      // 128 + n is how shells report an end by a signal.
      throw ExitCode(128 + signal)
    }
  }

  /// Serves until the user leaves; returns the signal that made the terminal client end, if one
  /// did.
  private func show(in directory: DemoDirectory) async throws -> Int32? {
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
    let you = try Self.token(issuer, "ada", .moderator)
    let audience = try Self.token(issuer, "audience", .service)
    let result = try await CommentServer(configuration, log: log).withServer { address in
      try await watch(address, as: you, audience: audience)
    }
    await log.close()
    return result
  }

  private func watch(
    _ address: ServerAddress, as you: Token, audience: Token
  ) async throws -> Int32? {
    let url = try StreamURL("\(address)/streams/demo")
    let player = try AudiencePlayer(
      url: url, token: audience, audience: SimulatedAudience(seed: seed))
    let playing = Task { await player.run() }
    defer { playing.cancel() }
    var options = TerminalProgram.Options([TerminalProgram.Stream(url: url, token: you)])
    options.theme = theme
    options.configuration = ConfigurationFile()
    options.remembersStart = false
    return try await Self.onThread { [options] in try TerminalProgram.run(options) }
  }

  /// The terminal client blocks its thread, so it gets one of its own.
  private static func onThread<Value: Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result(catching: body)) }
      thread.name = "terminal"
      thread.start()
    }
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
