internal import CNcurses
public import TerminalGrid

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// The process's terminal for a program that only adds lines, and has one row below them that is
/// typed on.
///
/// It is taken and given back as by ``NcursesBackend``, of which it takes the place: one of the two
/// exists in a process. The screen is the user's, with all that was printed there; Ctrl-C and Ctrl-Z
/// are the terminal's own, for the whole process group. In the background it prints lines and leaves
/// the keyboard alone, until it is in the foreground again.
///
/// One thread uses it; only ``wake`` may be called from others.
public final class LineTerminal {
  /// The width of the terminal, in columns.
  public var columns: Int { input.size.columns }
  public let wake: @Sendable () -> Void = { cn_terminal_wake() }
  /// Whether standard error was the terminal too: while it is taken, what is written there is shown
  /// when it is given back.
  public let takesErrors: Bool

  private var writer: LineWriter
  private var input: TerminalInput
  private var isGone = false
  private var isClosed = false

  /// Takes the terminal.
  /// - Parameter environment: the process's environment variables; `TERM` and the locale's matter.
  public init(environment: [String: String]) throws(TerminalFailure) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
    let profile = try TerminalProfile(environment: environment, output: STDOUT_FILENO)
    takesErrors = isatty(STDERR_FILENO) == 1
    input = TerminalInput(keys: profile.keys)
    writer = LineWriter(profile: profile, columns: input.size.columns)
    let modes = profile.lineModes
    switch cn_terminal_open(STDIN_FILENO, STDOUT_FILENO, modes.enter, modes.leave, true) {
    case 0: break
    case EBUSY: throw .inUse
    case let number: throw .system(number)
    }
  }

  deinit {
    if !isClosed { cn_terminal_close() }
  }

  /// Adds lines, and shows `row` below them with the cursor in its column `cursor`. The row may take
  /// all columns but the last.
  public func print(_ lines: [SafeText], above row: SafeText, cursor: Int) {
    guard !isClosed, !isGone else { return }
    if cn_terminal_is_away() {
      writer.renderAway(lines)
    } else {
      writer.render(lines, above: LineWriter.Row(text: row, cursor: cursor))
    }
    send()
  }

  /// Draws the row again the next time, whatever the terminal shows there.
  public func invalidate() {
    guard !isClosed, !isGone, !cn_terminal_is_away() else { return }
    writer.render([], above: nil)
    send()
  }

  /// Waits for the next event.
  /// - Parameter timeout: how long to wait; `nil` for as long as it takes, zero not at all.
  /// - Returns: `nil` when the time is over or ``wake`` was called. A terminal that is gone yields
  ///   ``TerminalEvent/end(signal:)``; one that was taken again, ``TerminalEvent/resize(_:)``.
  public func nextEvent(timeout: Duration?) -> TerminalEvent? {
    if isGone { return .end(signal: SIGHUP) }
    switch input.next(timeout: timeout) {
    case .event(let event): return event
    case .taken:
      writer.forget()
      writer.resize(columns: columns)
      return .resize(input.size)
    case .resized:
      writer.resize(columns: columns)
      return .resize(input.size)
    case nil: return nil
    }
  }

  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again when
  /// it continues.
  public func suspend() {
    guard !isClosed else { return }
    input.suspend()
    writer.forget()
  }

  /// Adds these lines and gives the terminal back as it was, the row erased.
  public func close(adding lines: [SafeText] = []) {
    guard !isClosed else { return }
    if !isGone {
      if cn_terminal_is_away() {
        writer.renderAway(lines)
      } else {
        writer.render(lines, above: nil)
      }
      send()
    }
    isClosed = true
    cn_terminal_close()
  }

  private func send() {
    guard !writer.bytes.isEmpty else { return }
    if !cn_terminal_write(writer.bytes, writer.bytes.count) { isGone = true }
  }
}
