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
  public private(set) var size: TerminalSize
  /// Whether the terminal gets UTF-8. If not, because the locale names another encoding, what is not
  /// ASCII is shown as `?`: worth a word to the user.
  public let isUTF8: Bool
  public let colorDepth: ColorDepth
  public let wake: @Sendable () -> Void = { cn_terminal_wake() }

  private var writer: FrameWriter
  private var decoder: KeyDecoder
  /// Decoded but not yet asked for; at most what one read holds.
  private var events: ArraySlice<TerminalEvent> = []
  /// When the decoder has to decide.
  private var decision: ContinuousClock.Instant?
  private var isGone = false
  private var isMouseEnabled = false
  private var isClosed = false
  private let canReportMouse: Bool
  private let clock = ContinuousClock()

  /// Bytes to read at once; more stays with the kernel.
  private static let readLimit = 4_096

  /// Takes the terminal.
  /// - Parameter environment: the process's environment variables; `TERM`, `NO_COLOR`, `COLORTERM`
  ///   and the locale's matter.
  public init(environment: [String: String]) throws(TerminalFailure) {
    guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
    guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
    let profile = try TerminalProfile(environment: environment, output: STDOUT_FILENO)
    size = Self.measure()
    isUTF8 = profile.isUTF8
    colorDepth = profile.colorDepth
    canReportMouse = profile.synchronizes
    writer = FrameWriter(profile: profile)
    decoder = KeyDecoder(known: profile.keys)
    switch cn_terminal_open(STDIN_FILENO, STDOUT_FILENO, profile.enter, profile.leave) {
    case 0: break
    case EBUSY: throw .inUse
    case let number: throw .system(number)
    }
  }

  deinit {
    if !isClosed { cn_terminal_close() }
  }

  /// What the terminal states, else the 80×24 of old.
  private static func measure() -> TerminalSize {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard cn_terminal_size(&columns, &rows) else { return TerminalSize(columns: 80, rows: 24) }
    return TerminalSize(columns: Int(columns), rows: Int(rows))
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

  public func suspend() {
    guard !isClosed else { return }
    cn_terminal_suspend(false)
    resume()
  }

  public func close() {
    guard !isClosed else { return }
    isClosed = true
    cn_terminal_close()
  }

  /// After the terminal was taken again.
  private func resume() {
    if isMouseEnabled {
      isMouseEnabled = false
      setMouse(true)
    }
    resize()
  }

  private func resize() {
    writer.forget()
    size = Self.measure()
    events.append(.resize(size))
  }
}

extension NcursesBackend {
  public func nextEvent(timeout: Duration?) -> TerminalEvent? {
    let deadline = timeout.map { clock.now.advanced(by: $0) }
    while true {
      takeSignals()
      if let event = events.popFirst() { return event }
      if isGone { return .end(signal: SIGHUP) }
      let ends = [deadline, decision].compactMap(\.self).min()
      let result = cn_terminal_wait(ends.map(milliseconds(until:)) ?? -1)
      let now = clock.now
      if result & CN_INPUT != 0 {
        readInput(at: now)
      } else if result & CN_GONE != 0 {
        isGone = true
      } else if let decision, now >= decision {
        self.decision = nil
        events.append(contentsOf: decoder.timeOut())
      }
      takeSignals()
      if events.isEmpty, !isGone {
        if result & CN_WOKEN != 0 { return nil }
        if let deadline, now >= deadline { return nil }
      }
    }
  }

  private func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
    let left = clock.now.duration(to: end)
    guard left > .zero else { return 0 }
    // Rounded up, so as not to wake too early and spin.
    let (seconds, attoseconds) = left.components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  private func readInput(at now: ContinuousClock.Instant) {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.readLimit) { buffer, count in
      count = buffer.baseAddress.map { cn_terminal_read($0, buffer.count) } ?? 0
    }
    guard !bytes.isEmpty else {
      isGone = true
      return
    }
    events.append(contentsOf: decoder.decode(bytes))
    decision = decoder.patience.map { now.advanced(by: $0) }
  }

  private func takeSignals() {
    let happened = cn_terminal_signals()
    guard happened != 0 else { return }
    if happened & CN_ENDED != 0 { events.append(.end(signal: cn_terminal_end_signal())) }
    if happened & CN_STOP_REQUESTED != 0 {
      cn_terminal_suspend(true)
      resume()
    } else if happened & CN_CONTINUED != 0 {
      cn_terminal_reenter()
      resume()
    } else if happened & CN_RESIZED != 0 {
      // Also when the size is the one of before: sizes in between may have passed unseen, and the
      // terminal has rearranged for each what it shows.
      resize()
    }
  }
}
