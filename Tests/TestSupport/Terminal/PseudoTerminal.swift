public import Foundation
public import TerminalGrid

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A child process on a pseudo-terminal, and everything that it wrote there.
public final class PseudoTerminal {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
  }

  /// How a child ended.
  public enum End: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
  }

  public let child: pid_t
  public private(set) var output: [UInt8] = []
  private let controller: Int32
  /// The terminal's side, held open so that its modes can be looked at after the child's end.
  private let terminal: Int32
  private var end: End?
  /// The modes of the line before the child was started, which changes them at its own time.
  public let initialModes: [UInt]

  /// How long anything may take on a slow machine.
  private static let patience: TimeInterval = 60

  /// Starts `executable` with `size` cells as the controlling terminal of a session of its own.
  public init(
    _ executable: URL, _ arguments: [String] = [], environment: [String: String],
    columns: Int = 80, rows: Int = 24
  ) throws {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    var sides: (controller: Int32, terminal: Int32) = (-1, -1)
    var name = [CChar](repeating: 0, count: 128)
    guard openpty(&sides.controller, &sides.terminal, &name, nil, &size) == 0 else {
      throw Failure(description: "no pseudo-terminal: errno \(errno)")
    }
    (controller, terminal) = sides
    for side in [controller, terminal] { _ = fcntl(side, F_SETFD, FD_CLOEXEC) }
    initialModes = Self.modes(of: terminal)
    child = try Self.spawn(executable, arguments, environment, on: name)
  }

  deinit {
    if end == nil {
      kill(child, SIGKILL)
      var status: Int32 = 0
      waitpid(child, &status, 0)
    }
    close(terminal)
    close(controller)
  }

  private static func spawn(
    _ executable: URL, _ arguments: [String], _ environment: [String: String], on name: [CChar]
  ) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // Whoever runs the tests may ignore signals, which a child would inherit.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    #if canImport(Darwin)
      let newSession = POSIX_SPAWN_SETSID
    #else
      // <spawn.h>; the C library hides it from Swift.
      let newSession = 0x80
    #endif
    let flags = Int(newSession) | Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words = ([executable.path] + arguments).map { strdup($0) } + [nil]
    var settings = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, executable.path, &actions, &attributes, &words, &settings)
    guard result == 0 else { throw Failure(description: "cannot start: errno \(result)") }
    return child
  }

  /// What the terminal shows.
  public func screen(_ size: TerminalSize = TerminalSize(columns: 80, rows: 24)) -> ModelTerminal {
    var screen = ModelTerminal(size: size)
    screen.feed(output)
    return screen
  }

  /// The modes of the terminal line and its special characters, comparable: what `stty -a` shows.
  public var modes: [UInt] { Self.modes(of: terminal) }

  private static func modes(of terminal: Int32) -> [UInt] {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag].map { UInt($0) }
      + withUnsafeBytes(of: modes.c_cc) { $0.map { UInt($0) } }
  }

  /// Puts the line into the modes of a shell.
  public func makeCooked() {
    var modes = termios()
    tcgetattr(terminal, &modes)
    modes.c_lflag |= tcflag_t(ECHO | ICANON | ISIG)
    tcsetattr(terminal, TCSANOW, &modes)
  }

  public var isRaw: Bool { modes[3] & UInt(ECHO | ICANON | ISIG) == 0 }

  public func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(controller, bytes, bytes.count)
  }

  public func resize(columns: Int, rows: Int) {
    var size = winsize()
    size.ws_col = UInt16(columns)
    size.ws_row = UInt16(rows)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  public func send(_ signal: Int32) { kill(child, signal) }

  /// Reads until `condition` holds.
  public func wait(for what: String, until condition: () -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    while !condition() {
      guard Date() < deadline else {
        throw Failure(description: "waited for \(what) in vain:\n\(screen().text)")
      }
      read(milliseconds: 20)
    }
  }

  /// Reads until the text that was written since `start` contains `text`.
  public func waitForText(_ text: String, since start: Int = 0) throws {
    try wait(for: text) { String(decoding: output[start...], as: UTF8.self).contains(text) }
  }

  public func waitForEnd() throws -> End {
    try wait(for: "the end") { ended() }
    // What was written before the end may still be on its way.
    while read(milliseconds: 0) {}
    return end ?? .exit(-1)
  }

  /// Waits until the child has stopped.
  public func waitForStop() throws {
    try wait(for: "a stop") {
      var status: Int32 = 0
      return waitpid(child, &status, WNOHANG | WUNTRACED) == child && status & 0xFF == 0x7F
    }
  }

  /// Whether the child is over.
  public var hasEnded: Bool { ended() }

  private func ended() -> Bool {
    guard end == nil else { return true }
    var status: Int32 = 0
    guard waitpid(child, &status, WNOHANG) == child else { return false }
    let signal = status & 0x7F
    end = signal == 0 ? .exit(status >> 8 & 0xFF) : .signal(signal)
    return true
  }

  @discardableResult
  private func read(milliseconds: Int32) -> Bool {
    var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0, ready.revents & Int16(POLLIN) != 0 else {
      return false
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Foundation.read(controller, &buffer, buffer.count)
    guard count > 0 else { return false }
    output += buffer[..<count]
    return true
  }
}
