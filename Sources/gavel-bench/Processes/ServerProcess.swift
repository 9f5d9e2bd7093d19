import Foundation
import LiveComments

/// The real `gavel-server`, started for one measurement on a free port and an empty database.
final class ServerProcess {
  let address: SocketAddress
  var pid: Int32 { child.pid }
  private let child: ChildProcess
  private let program: String
  let secretFile: String

  /// Throws when it does not listen within 30 s, with the end of what it logged.
  init(in directory: WorkDirectory) throws {
    program = try Self.program("gavel-server")
    secretFile = "\(directory.path)/secret"
    let log = "\(directory.path)/server.log"
    let configuration = "\(directory.path)/server.toml"
    try Self.configuration.write(toFile: configuration, atomically: true, encoding: .utf8)
    child = try ChildProcess(
      program,
      [
        "serve", "--host", "127.0.0.1", "--port", "0", "--data", "\(directory.path)/data",
        "--secret-file", secretFile, "--config", configuration,
      ], errors: log)
    let line = child.readLine(within: 30) ?? ""
    guard let port = line.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      throw LoadError("gavel-server did not start: \(line)\n\(text.suffix(2_000))")
    }
    address = .loopback(port: port)
  }

  var usage: ProcessUsage? { ProcessUsage(of: pid) }

  /// A token for `streams` signed with the server's secret.
  func token(user: String, role: String, streams: [StreamID]) throws -> String {
    let minting = try ChildProcess(
      program,
      ["token", "--user", user, "--name", user, "--role", role, "--secret-file", secretFile]
        + streams.flatMap { ["--stream", $0.rawValue] },
      errors: "/dev/null")
    guard let token = minting.readLine(within: 10), !token.isEmpty else {
      throw LoadError("gavel-server token gave none")
    }
    return token
  }

  /// A program of this package, next to this one.
  static func program(_ name: String) throws -> String {
    let path = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: name).path
    guard let path, FileManager.default.isExecutableFile(atPath: path) else {
      throw LoadError(
        "\(name) is not next to gavel-bench: swift build -c release --product \(name)")
    }
    return path
  }

  /// The limits that a load from one machine would otherwise meet first.
  private static let configuration = """
    log_level = "warning"

    [posts]
    per_user_per_s = 1000000
    per_user_burst = 1000000
    per_stream_per_s = 1000000
    per_stream_burst = 1000000

    [reactions]
    per_user_per_s = 1000000
    per_user_burst = 1000000

    [connections]
    maximum = 100000
    """
}
