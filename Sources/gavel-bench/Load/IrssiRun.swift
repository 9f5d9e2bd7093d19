import Foundation
import TerminalGrid

/// irssi in the same pseudo-terminal as `WatchRun`'s, while the same authors say the same: the
/// program that Gavel's client is measured against.
struct IrssiRun {
  let size: TerminalSize
  /// Lines per second.
  let rate: Int
  let seconds: Double

  private static let paths = ["/usr/bin/irssi", "/usr/local/bin/irssi", "/opt/homebrew/bin/irssi"]
  /// Nil when it is not installed (Debian: `apt-get install irssi`).
  static var program: String? {
    paths.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  func measure(in directory: WorkDirectory) throws -> WatchRun.Outcome {
    guard let program = Self.program else { throw LoadError("irssi is not installed") }
    let feeder = try IRCFeeder()
    defer { feeder.end() }
    try configuration(port: feeder.port)
      .write(toFile: "\(directory.path)/config", atomically: true, encoding: .utf8)
    let terminal = try TerminalProcess(
      "'\(program)' --home='\(directory.path)'", named: "irssi", size: size,
      log: "\(directory.path)/irssi.log", isSilent: true)
    defer { terminal.end() }
    for _ in 0..<200 where !feeder.isJoined { pause(milliseconds: 50) }
    guard feeder.isJoined else { throw LoadError("irssi did not join") }
    // The window with the channel, as a user would look at it.
    terminal.type("/window goto \(IRCFeeder.channel)\n")
    feeder.talk(perSecond: Double(rate))
    pause(milliseconds: 3_000)

    let lines = feeder.lines
    let start = Clock.monotonicNanoseconds()
    guard let before = terminal.usage else { throw LoadError("irssi ended") }
    pause(milliseconds: Int(seconds * 1_000))
    guard let after = terminal.usage else { throw LoadError("irssi ended") }
    return WatchRun.Outcome(
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      seconds: Double(Clock.monotonicNanoseconds() - start) / 1e9, comments: feeder.lines - lines)
  }

  private func configuration(port: UInt16) -> String {
    """
    servers = ( { address = "127.0.0.1"; chatnet = "bench"; port = "\(port)"; autoconnect = "yes"; } );
    chatnets = { bench = { type = "IRC"; nick = "gavel"; }; };
    channels = ( { name = "\(IRCFeeder.channel)"; chatnet = "bench"; autojoin = "yes"; } );
    settings = { core = { nick = "gavel"; user_name = "gavel"; real_name = "gavel"; }; };
    """
  }
}
