import Foundation

/// Another server that sends one message to many WebSockets, to be measured beside Gavel.
enum Peer: String, CaseIterable {
  case uWebSockets
  case nchan = "Nchan"

  /// How to install it on Debian.
  var installation: String {
    switch self {
    case .uWebSockets:
      "apt-get install libuv1 python3-venv; python3 -m venv DIR; DIR/bin/pip install socketify; "
        + "then --python DIR/bin/python"
    case .nchan: "apt-get install nginx libnginx-mod-nchan"
    }
  }

  /// Where viewers and the one who publishes connect.
  static let viewerPath = "/viewers"
  static let publisherPath = "/publisher"

  /// Starts it on a free port, with its configuration in `directory`. Throws, with how to install
  /// it, when it does not accept connections within 20 s.
  func start(python: String, in directory: WorkDirectory) throws -> PeerProcess {
    let port = try SocketAddress.freePort()
    let log = "\(directory.path)/peer.log"
    let child =
      switch self {
      case .uWebSockets:
        try ChildProcess(
          try Self.path(of: python, installation),
          [
            try Self.write(
              UWebSocketsDriver.program(port: port), to: "uwebsockets.py", directory)
          ], errors: log, isSilent: true)
      case .nchan:
        try ChildProcess(
          try Self.path(of: "nginx", installation),
          [
            "-p", directory.path, "-c",
            try Self.write(
              NchanConfiguration.text(port: port, directory: directory.path), to: "nginx.conf",
              directory),
          ], errors: log, isSilent: true)
      }
    let process = PeerProcess(child: child, address: .loopback(port: port))
    let deadline = Clock.monotonicNanoseconds() + 20_000_000_000
    while !process.acceptsConnections {
      guard Clock.monotonicNanoseconds() < deadline else {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw LoadError("\(rawValue) did not start; \(installation)\n\(text.suffix(2_000))")
      }
      pause(milliseconds: 50)
    }
    return process
  }

  private static func write(
    _ text: String, to name: String, _ directory: WorkDirectory
  ) throws -> String {
    let path = "\(directory.path)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// The program of this name where programs are.
  private static func path(of name: String, _ installation: String) throws -> String {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let paths =
      name.contains("/")
      ? [name] : (folders.map(String.init) + ["/usr/sbin"]).map { "\($0)/\(name)" }
    guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
      throw LoadError("there is no \(name): \(installation)")
    }
    return path
  }
}

/// A peer at work.
struct PeerProcess {
  let child: ChildProcess
  let address: SocketAddress

  var pid: Int32 { child.pid }

  fileprivate var acceptsConnections: Bool { address.acceptsConnection() }
}
