import Foundation

/// A program that this one started, and its standard input and output.
///
/// It never outlives this process: it is ended when this value is, on SIGINT, SIGTERM and SIGHUP,
/// and on Linux by the kernel when this process dies in any other way.
final class ChildProcess {
  let pid: Int32
  /// Where its standard input is written to, and where its standard output is read.
  let input: Int32
  let output: Int32
  private var received: [UInt8] = []
  private var ended = false

  /// Starts `path`. What it writes to its standard error goes to the file `errors`; what it writes to
  /// its standard output is for `readLine`, or for nobody when `isSilent`.
  init(
    _ path: String, _ arguments: [String], errors: String, isSilent: Bool = false
  ) throws {
    SignalGuard.install()
    var toChild: [Int32] = [0, 0]
    var fromChild: [Int32] = [0, 0]
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw SystemError("pipe") }
    for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    defer {
      close(toChild[0])
      close(fromChild[1])
    }
    input = toChild[1]
    output = fromChild[0]
    pid = try Self.spawn(
      Self.mortal([path] + arguments), input: toChild[0], output: isSilent ? nil : fromChild[1],
      errors: errors)
    SignalGuard.add(pid)
  }

  deinit {
    end()
    close(input)
    close(output)
  }

  func writeLine(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(input, bytes, bytes.count)
  }

  /// The next line that the child writes, without its end; nil when it writes no more, or nothing
  /// within `seconds`.
  func readLine(within seconds: Double) -> String? {
    let deadline = Clock.monotonicNanoseconds() + UInt64(seconds * 1e9)
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received.removeFirst(end + 1) }
        return String(decoding: received[..<end], as: UTF8.self)
      }
      let now = Clock.monotonicNanoseconds()
      var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let patience = now < deadline ? Int32((deadline - now) / 1_000_000) + 1 : 0
      guard poll(&entry, 1, patience) > 0 else {
        if now >= deadline { return nil }
        continue
      }
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let count = read(output, &chunk, chunk.count)
      guard count > 0 else { return nil }
      received += chunk[..<count]
    }
  }

  /// Ends the child: asks it to, and after ten seconds insists.
  func end() {
    guard !ended else { return }
    ended = true
    kill(pid, SIGTERM)
    var status: Int32 = 0
    for _ in 0..<500 {
      if waitpid(pid, &status, WNOHANG) != 0 { return SignalGuard.remove(pid) }
      pause(milliseconds: 20)
    }
    kill(pid, SIGKILL)
    waitpid(pid, &status, 0)
    SignalGuard.remove(pid)
  }

  /// The command that has the kernel end the child when this process ends, where there is one
  /// (util-linux's setpriv, which becomes the program and keeps its pid).
  private static func mortal(_ command: [String]) -> [String] {
    let setpriv = "/usr/bin/setpriv"
    guard access(setpriv, X_OK) == 0 else { return command }
    return [setpriv, "--pdeathsig", "KILL"] + command
  }

  private static func spawn(
    _ command: [String], input: Int32, output: Int32?, errors: String
  ) throws -> Int32 {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A child would inherit what `SignalGuard` ignores, and could not be asked to end.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in SignalGuard.signals + [SIGPIPE] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    if let output {
      posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    }
    posix_spawn_file_actions_addopen(
      &actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var pid: Int32 = 0
    let code = posix_spawn(&pid, command[0], &actions, &attributes, &arguments, environ)
    guard code == 0 else {
      throw LoadError("cannot start \(command[0]): \(String(cString: strerror(code)))")
    }
    return pid
  }
}
