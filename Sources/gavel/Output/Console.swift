import Foundation
import TerminalGrid

/// Standard output and error, unbuffered.
enum Console {
  /// Writes to standard output. A reader that has had enough ends the program, quietly.
  static func write(_ text: String) {
    guard write(text, to: STDOUT_FILENO) else { exit(errno == EPIPE ? 0 : 1) }
  }

  /// Writes to standard error; what cannot be said there cannot be said.
  static func writeError(_ text: String) {
    _ = write(text, to: STDERR_FILENO)
  }

  /// Writes text of several lines to standard error.
  static func writeError(lines hostile: String) {
    let lines = hostile.split(separator: "\n", omittingEmptySubsequences: false)
    writeError(lines.map { SafeText(String($0)).description + "\n" }.joined())
  }

  /// Says something about the program's own course, on a line of standard error.
  static func note(_ hostile: String) {
    writeError("gavel: " + SafeText(hostile).description + "\n")
  }

  /// Ends the program when nobody reads standard output any more, also while nothing is written.
  static func endWithReader() {
    Thread.detachNewThread {
      var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
      while true {
        let ready = poll(&output, 1, -1)
        if ready > 0, output.revents & Int16(POLLERR | POLLNVAL) != 0 { exit(0) }
        // A terminal that hangs up is told by SIGHUP; anything else needs no watching.
        if ready > 0 || errno != EINTR { return }
      }
    }
  }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        // Somebody made the descriptor non-blocking: a shell's other program, as a rule.
        var output = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&output, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// The terminal that standard error is, if it is one.
struct ErrorTerminal {
  let columns: Int
  /// Whether it shows more than ASCII.
  let isUTF8: Bool

  init?() {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    let environment = ProcessInfo.processInfo.environment
    guard environment["TERM"] != "dumb" else { return nil }
    var size = winsize()
    let known = ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    columns = known ? Int(size.ws_col) : 80
    let locale = environment["LC_ALL"] ?? environment["LC_CTYPE"] ?? environment["LANG"] ?? ""
    isUTF8 = locale.lowercased().contains("utf")
  }
}
