import Foundation
import TerminalGrid

/// A program in a pseudo-terminal that nobody looks at (util-linux's script), which it sees as xterm
/// with 256 colours and more.
final class TerminalProcess {
  /// The program itself, not script.
  let pid: Int32
  private let terminal: ChildProcess

  /// What goes to the program's keyboard.
  var keyboard: Int32 { terminal.input }
  /// What the program writes to its screen: to be read all the time, or it stops.
  var screen: Int32 { terminal.output }

  /// Starts `command`, a line for the shell that ends up being the program `name`. What the shell
  /// complains about goes to `log`. With `isSilent` nobody reads the screen.
  init(
    _ command: String, named name: String, size: TerminalSize, log: String, isSilent: Bool
  ) throws {
    let line =
      "stty columns \(size.columns) rows \(size.rows);"
      + " TERM=xterm-256color COLORTERM=truecolor LC_ALL=C.UTF-8 exec \(command)"
    terminal = try ChildProcess(
      "/usr/bin/script", ["--quiet", "--flush", "--command", line, "/dev/null"],
      errors: log, isSilent: isSilent)
    guard let pid = Self.child(of: terminal.pid, named: name) else {
      throw LoadError("\(name) did not start in a terminal")
    }
    self.pid = pid
  }

  var usage: ProcessUsage? { ProcessUsage(of: pid) }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(keyboard, bytes, bytes.count)
  }

  /// Ends script, whose terminal takes the program with it.
  func end() { terminal.end() }

  private static func child(of parent: Int32, named name: String) -> Int32? {
    for _ in 0..<200 {
      let children = "/proc/\(parent)/task/\(parent)/children"
      let pids = (try? String(contentsOfFile: children, encoding: .utf8)) ?? ""
      if let pid = pids.split(separator: " ").first.flatMap({ Int32($0) }),
        (try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)) == "\(name)\n"
      {
        return pid
      }
      pause(milliseconds: 50)
    }
    return nil
  }
}
