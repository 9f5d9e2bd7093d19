internal import CNcurses
public import TerminalGrid

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The process's terminal: standard input and output, described by terminfo.
///
/// It is taken when this is created and given back by ``close()``, when the process exits, and when
/// a signal ends, stops or crashes it. One at a time exists in a process. While it does, SIGTERM,
/// SIGINT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH and SIGALRM are its own.
public final class NcursesBackend: TerminalBackend {
  public var size: TerminalSize { input.size }
  /// Whether the terminal gets UTF-8. If not, because the locale names another encoding, what is not
  /// ASCII is shown as `?`: worth a word to the user.
  public let isUTF8: Bool
  public let colorDepth: ColorDepth
  public let wake: @Sendable () -> Void = { cn_terminal_wake() }

  private var writer: FrameWriter
  private var input: TerminalInput
  private var isGone = false
  private var isMouseEnabled = false
  private var isClosed = false
  private let canReportMouse: Bool

  /// Takes the terminal.
  /// - Parameter environment: the process's environment variables; `TERM`, `NO_COLOR`, `COLORTERM`
  ///   and the locale's matter.
  public init(environment: [String: String]) throws(TerminalFailure) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
    let profile = try TerminalProfile(environment: environment, output: STDOUT_FILENO)
    isUTF8 = profile.isUTF8
    colorDepth = profile.colorDepth
    canReportMouse = profile.synchronizes
    writer = FrameWriter(profile: profile)
    input = TerminalInput(keys: profile.keys)
    let modes = profile.screenModes
    switch cn_terminal_open(STDIN_FILENO, STDOUT_FILENO, modes.enter, modes.leave, false) {
    case 0: break
    case EBUSY: throw .inUse
    case let number: throw .system(number)
    }
  }

  deinit {
    if !isClosed { cn_terminal_close() }
  }

  public func present(_ grid: Grid) {
    guard !isClosed, !isGone else { return }
    writer.render(grid.size == size ? grid : grid.resized(to: size))
    send(writer.bytes)
  }

  private func send(_ bytes: [UInt8]) {
    guard !bytes.isEmpty, !isClosed else { return }
    if !cn_terminal_write(bytes, bytes.count) { isGone = true }
  }

  public func invalidate() { writer.forget() }

  public func ring() { send([0x07]) }

  public func setMouse(_ enabled: Bool) {
    guard canReportMouse, enabled != isMouseEnabled else { return }
    isMouseEnabled = enabled
    // Presses, drags and the wheel (1002), in the form without limits (1006).
    send(Array((enabled ? "\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l").utf8))
  }

  public func nextEvent(timeout: Duration?) -> TerminalEvent? {
    if isGone { return .end(signal: SIGHUP) }
    switch input.next(timeout: timeout) {
    case .event(let event): return event
    case .taken:
      if isMouseEnabled {
        isMouseEnabled = false
        setMouse(true)
      }
      writer.forget()
      return .resize(size)
    case .resized:
      writer.forget()
      return .resize(size)
    case nil: return nil
    }
  }

  public func suspend() {
    guard !isClosed else { return }
    input.suspend()
    writer.forget()
  }

  public func close() {
    guard !isClosed else { return }
    isClosed = true
    cn_terminal_close()
  }
}
