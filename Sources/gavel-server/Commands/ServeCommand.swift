import ArgumentParser
import CommentServer
import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Runs the server until SIGTERM or SIGINT.",
    discussion: """
      One line on standard output says where it listens; everything else is a log on standard \
      error. Clients are told to come back later before it ends.
      """)

  @Option(help: "The address to listen on.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen on; 0 picks a free one.")
  var port = 8080

  @Option(
    help: "The directory of the database; made when missing.",
    completion: .directory)
  var data = ServeCommand.defaultData

  @Option(
    help: """
      The file whose bytes are the key of HS256 tokens; made when missing. Without this and \
      without --jwks: the file "secret" in the data directory.
      """,
    completion: .file())
  var secretFile: String?

  @Option(
    help: "The file with the public keys of tokens by other algorithms (JWKS).",
    completion: .file())
  var jwks: String?

  @Option(
    help: """
      What one may do without a token: read or none. With none /metrics asks for a token, too, of any \
      role: Prometheus takes one by authorization, with credentials_file.
      """)
  var anonymous = Anonymous.read

  @Option(help: "An origin whose web pages may use the server; may be given several times.")
  var allowOrigin: [String] = []

  @Option(help: "The TLS certificate chain, in PEM.", completion: .file())
  var tlsCert: String?

  @Option(help: "The private key of the TLS certificate, in PEM.", completion: .file())
  var tlsKey: String?

  @Option(help: "A TOML file with limits and safety rules.", completion: .file())
  var config: String?

  @Option(
    help: """
      A file to append the spans of the pipeline's stages to, one line of JSON each. It grows with \
      every comment: copy and truncate it when it is large.
      """,
    completion: .file())
  var traceFile: String?

  @Flag(help: "Begins a new epoch: after restoring a backup. Clients join afresh.")
  var newEpoch = false

  enum Anonymous: String, ExpressibleByArgument, CaseIterable {
    case read, none
  }

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535") }
    guard (tlsCert == nil) == (tlsKey == nil) else {
      throw ValidationError("--tls-cert and --tls-key go together")
    }
  }

  func run() async throws {
    do {
      try await serve()
    } catch {
      try Failure.report(error)
    }
  }

  private func serve() async throws {
    var settings = try config.map { try Settings(file: URL(filePath: $0)) } ?? Settings()
    LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
    var logger = Logger(label: "gavel-server")
    logger.logLevel = settings.logLevel
    OpenFiles.raiseLimit()

    let directory = URL(filePath: data, directoryHint: .isDirectory)
    var log = SQLiteCommentLog.Configuration(directory: directory)
    log.startsNewEpoch = newEpoch
    log.limits = settings.posts
    log.defaultRules = settings.safety
    log.degradation = settings.server.degradation
    log.logger = logger
    let tracer = try traceFile.map(Self.tracer)
    log.tracer = tracer
    settings.server.tracer = tracer

    settings.server.host = host
    settings.server.port = port
    settings.server.keys = try await keys(directory: directory, logger: logger)
    settings.server.allowsAnonymousReading = anonymous == .read
    settings.server.origins = OriginPolicy(allowed: allowOrigin)
    settings.server.logger = logger
    if let tlsCert, let tlsKey {
      settings.server.tls = try ServerTLS(
        certificateFile: URL(filePath: tlsCert), keyFile: URL(filePath: tlsKey))
    }
    let service = ServerService(
      server: settings.server, log: try SQLiteCommentLog(log), logger: logger)
    let group = ServiceGroup(
      configuration: {
        var configuration = ServiceGroupConfiguration(
          services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
          gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        return configuration
      }())
    defer { tracer?.flush() }
    try await group.run()
  }

  private static func tracer(writing path: String) throws -> SpanFileTracer {
    do {
      return try SpanFileTracer(file: URL(filePath: path))
    } catch {
      throw Failure("the trace file \(path) cannot be written: \(error.localizedDescription)")
    }
  }

  private func keys(directory: URL, logger: Logger) async throws -> TokenKeys {
    var keys = TokenKeys()
    if let jwks {
      let document: Data
      do {
        document = try Data(contentsOf: URL(filePath: jwks))
      } catch {
        throw Failure("the key set \(jwks) cannot be read: \(error.localizedDescription)")
      }
      do {
        try await keys.add(jwks: document)
      } catch TokenKeys.KeyError.noUsableKey {
        throw Failure("the key set \(jwks) holds no key that this server can use")
      } catch {
        throw Failure("\(jwks) is not a key set (RFC 7517)")
      }
    }
    let file = secretFile ?? (jwks == nil ? directory.appending(path: "secret").path : nil)
    guard let file else { return keys }
    let secret = try SecretFile.load(URL(filePath: file))
    if secret.count < TokenKeys.recommendedSecret {
      logger.warning(
        "the secret is short: HS256 wants at least \(TokenKeys.recommendedSecret) bytes",
        metadata: ["file": "\(file)", "bytes": "\(secret.count)"])
    }
    try await keys.add(secret: secret)
    return keys
  }

  /// `$XDG_DATA_HOME/gavel`, or its default place.
  static var defaultData: String {
    let environment = ProcessInfo.processInfo.environment
    if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") { return home + "/gavel" }
    return (environment["HOME"] ?? ".") + "/.local/share/gavel"
  }
}

/// The server as a service; its log closes when the last answer is out.
private struct ServerService: Service {
  let server: CommentServer.Configuration
  let log: SQLiteCommentLog
  let logger: Logger

  func run() async throws {
    do {
      try await CommentServer(server, log: log).run { address in
        print("gavel-server listening on \(address)")
        fflush(nil)
      }
    } catch {
      await log.close()
      throw error
    }
    await log.close()
    logger.info("the server has stopped")
  }
}
