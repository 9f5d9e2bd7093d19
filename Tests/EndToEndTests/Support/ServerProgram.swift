import ClientTransport
import CommentServer
import Foundation
import LiveComments
import ServerCore
import TestSupport

/// The real `gavel-server`, over a database and a secret that survive it.
final class ServerProgram {
  let directory: TemporaryDirectory
  private let secretFile: String
  private let configuration: String
  private(set) var program: ChildProgram?
  private(set) var port = 0

  /// - Parameter heartbeat: short, where a test waits for a client to notice silence.
  /// - Parameter connections: how many it takes.
  /// - Parameter degradation: the settings of its section; by default nothing calls for a level, since
  ///   on a busy machine anything might.
  init(
    heartbeat: Double = 15, connections: Int = 20_000, degradation: String = ServerProgram.calm
  ) throws {
    directory = try TemporaryDirectory()
    secretFile = try directory.write(String(repeating: "secret-", count: 8), to: "secret")
    configuration = try directory.write(
      """
      log_level = "error"
      [posts]
      per_user_per_s = 100000
      per_user_burst = 100000
      [connections]
      heartbeat_s = \(heartbeat)
      maximum = \(connections)
      [degradation]
      \(degradation)
      """, to: "gavel.toml")
  }

  static let calm = ["busy", "hot", "critical"].map {
    "\($0)_comments_per_s = 1e9\n\($0)_lag_s = 1e6\n\($0)_delivered = 0"
  }.joined(separator: "\n")

  /// Starts it, and waits until it accepts connections.
  /// - Parameter limits: whether the limits are the defaults, not those of the tests.
  /// - Parameter port: 0 for any that is free.
  /// - Parameter origins: of the web pages that may use it.
  func start(
    defaultLimits: Bool = false, port: Int = 0, origins: [String] = [],
    startsNewEpoch: Bool = false, traceFile: String? = nil
  ) async throws {
    var arguments = [
      "serve", "--port", "\(port)", "--data", directory.path("data"), "--secret-file", secretFile,
    ]
    if !defaultLimits { arguments += ["--config", configuration] }
    for origin in origins { arguments += ["--allow-origin", origin] }
    if startsNewEpoch { arguments.append("--new-epoch") }
    if let traceFile { arguments += ["--trace-file", traceFile] }
    let program = try ChildProgram("gavel-server", arguments)
    self.program = program
    self.port = try await eventually("the server listens") {
      guard program.isRunning else {
        throw ServerEnded(errors: program.standardError)
      }
      let output = program.standardOutput
      guard output.hasSuffix("\n") else { return nil }
      return output.split(separator: ":").last.flatMap { Int($0.dropLast()) }
    }
  }

  /// Starts it on a port that nobody takes while it is down: below those that a system gives to
  /// whoever asks for any, which are from 32,768 on with Linux.
  func startOnLastingPort(for origin: String) async throws {
    for _ in 0..<20 {
      do {
        return try await start(port: .random(in: 20_000..<32_000), origins: [origin])
      } catch is ServerEnded {
        // Somebody listens there.
      }
    }
    try await start(origins: [origin])
  }

  /// SIGKILL: no chance to tidy up.
  func kill() async throws {
    program?.signal(SIGKILL)
    _ = try await program?.end()
  }

  /// SIGTERM: a drain. Its exit code.
  func drain() async throws -> Int32? {
    program?.signal(SIGTERM)
    return try await program?.end()
  }

  /// Where a stream is, directly or through something on another port.
  func url(_ stream: String = "test", port: Int? = nil) throws -> StreamURL {
    try StreamURL("http://127.0.0.1:\(port ?? self.port)/streams/\(stream)")
  }

  func token(_ user: String, _ role: Role = .viewer) async throws -> Token {
    let issuer = try await TokenIssuer(
      secret: try SecretFile.load(URL(fileURLWithPath: secretFile)), validation: .standard)
    let text = try issuer.token(
      for: User(userID: UserID(rawValue: user), userName: user, role: role), streams: .all,
      expiresAt: Timestamp(milliseconds: 4_102_444_800_000))
    guard let token = Token(rawValue: text) else { throw CancellationError() }
    return token
  }

  /// A file with a token, as the programs take it.
  func tokenFile(_ user: String, _ role: Role = .viewer) async throws -> String {
    try directory.write(try await token(user, role).rawValue, to: "token-\(user)")
  }

  /// Everything that the stream holds, as anybody reads it.
  func history(_ stream: String = "test") async throws -> [Comment] {
    let reader = Pages()
    try await StreamHTTP(url: url(stream), token: nil).readAll { page in
      await reader.add(page.comments)
    }
    return await reader.comments
  }

  private actor Pages {
    private(set) var comments: [Comment] = []
    func add(_ page: [Comment]) { comments += page }
  }
}

struct ServerEnded: Error, CustomStringConvertible {
  let errors: String
  var description: String { "the server ended: \(errors)" }
}
