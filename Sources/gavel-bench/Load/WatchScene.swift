import LiveComments
import TerminalGrid

/// A server, a service that posts for a thousand users, and `gavel watch` in a pseudo-terminal.
struct WatchScene {
  let server: ServerProcess
  let pool: PosterPool
  let terminal: TerminalProcess
  /// What the processes work in, for as long as they do.
  private let directory: WorkDirectory

  /// With `isSilent` nobody reads the screen.
  init(size: TerminalSize, in directory: WorkDirectory, isSilent: Bool) throws {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    self.directory = directory
    server = try ServerProcess(in: directory)
    pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 2_048, forOthers: true)
    try pool.waitUntilLive()
    // What is sampled out would cost the client nothing.
    try ModeratorDesk.fixLevel(.normal, of: streamID, on: server)
    try pool.run(seconds: 0.5, rate: 100)
    let program = try ServerProcess.program("gavel")
    terminal = try TerminalProcess(
      "'\(program)' watch 'http://\(server.address)/streams/\(streamID)' --read-only",
      named: "gavel", size: size, log: "\(directory.path)/terminal.log", isSilent: isSilent)
  }

  /// What the client has used so far.
  func usage() throws -> ProcessUsage {
    guard let usage = terminal.usage else { throw LoadError("gavel watch ended") }
    return usage
  }
}
