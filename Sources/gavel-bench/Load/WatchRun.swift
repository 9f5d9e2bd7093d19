import Foundation
import LiveComments
import TerminalGrid

/// The real `gavel watch` in a pseudo-terminal, on the real server, while somebody posts.
struct WatchRun {
  let size: TerminalSize
  /// Comments per second.
  let rate: Int
  let seconds: Double

  /// What one run gave.
  struct Outcome {
    /// User and system time of the client in the window.
    var cpuSeconds: Double
    var seconds: Double
    var comments: Int
  }

  func measure(in directory: WorkDirectory) throws -> Outcome {
    guard let streamID = StreamID(rawValue: "bench") else { throw LoadError("no stream") }
    let server = try ServerProcess(in: directory)
    let pool = PosterPool(server: server.address)
    try pool.add(
      token: try server.token(user: "bridge", role: "service", streams: [streamID]),
      streamID: streamID, window: 2_048, forOthers: true)
    try pool.waitUntilLive()
    try ModeratorDesk.fixLevel(.normal, of: streamID, on: server)
    try pool.run(seconds: 0.5, rate: 100)
    let (terminal, client) = try openTerminal(
      "http://\(server.address)/streams/\(streamID)", directory)
    defer { terminal.end() }
    try pool.run(seconds: 3, rate: Double(rate))

    let accepted = pool.tally.accepted
    let start = Clock.monotonicNanoseconds()
    guard let before = ProcessUsage(of: client) else { throw LoadError("gavel watch ended") }
    try pool.run(seconds: seconds, rate: Double(rate))
    guard let after = ProcessUsage(of: client) else { throw LoadError("gavel watch ended") }
    return Outcome(
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      seconds: Double(Clock.monotonicNanoseconds() - start) / 1e9,
      comments: pool.tally.accepted - accepted)
  }

  /// A terminal without a screen (util-linux's script) with the client in it, and the client's pid.
  private func openTerminal(
    _ url: String, _ directory: WorkDirectory
  ) throws -> (ChildProcess, Int32) {
    let program = try ServerProcess.program("gavel")
    let command =
      "stty columns \(size.columns) rows \(size.rows);"
      + " TERM=xterm-256color COLORTERM=truecolor exec '\(program)' watch '\(url)' --read-only"
    let terminal = try ChildProcess(
      "/usr/bin/script", ["--quiet", "--flush", "--command", command, "/dev/null"],
      errors: "\(directory.path)/terminal.log", isSilent: true)
    for _ in 0..<100 {
      let children = "/proc/\(terminal.pid)/task/\(terminal.pid)/children"
      let pids = (try? String(contentsOfFile: children, encoding: .utf8)) ?? ""
      if let pid = pids.split(separator: " ").first.flatMap({ Int32($0) }),
        let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8),
        name == "gavel\n"
      {
        return (terminal, pid)
      }
      pause(milliseconds: 50)
    }
    throw LoadError("gavel watch did not start in a terminal")
  }
}
