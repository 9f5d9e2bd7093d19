internal import CNcurses
internal import TerminalGrid

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// What reaches the program through the terminal that it has taken: keys, and signals.
struct TerminalInput {
  enum Happening {
    case event(TerminalEvent)
    /// The terminal was taken again: nothing that was written before is where it was.
    case taken
    /// The terminal says that its size changed. It may be the one of before: sizes in between may
    /// have passed unseen, and the terminal has rearranged for each what it shows.
    case resized
  }

  private(set) var size: TerminalSize
  private var decoder: KeyDecoder
  /// Not asked for yet; at most what one read holds.
  private var happenings: ArraySlice<Happening> = []
  /// When the decoder has to decide.
  private var decision: ContinuousClock.Instant?
  private var isGone = false
  private let clock = ContinuousClock()

  /// Bytes to read at once; more stays with the kernel.
  private static let readLimit = 4_096
  /// How often a program in the background looks whether it still is.
  private static let absence = Duration.milliseconds(500)

  init(keys: [[UInt8]: Key]) {
    decoder = KeyDecoder(known: keys)
    size = Self.measure()
  }

  /// What the terminal states, else the 80×24 of old.
  private static func measure() -> TerminalSize {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard cn_terminal_size(&columns, &rows) else { return TerminalSize(columns: 80, rows: 24) }
    return TerminalSize(columns: Int(columns), rows: Int(rows))
  }

  /// Waits for what happens next; nil when the time is over or the wait was ended by a wake-up. A
  /// terminal that is gone yields ``TerminalEvent/end(signal:)``.
  mutating func next(timeout: Duration?) -> Happening? {
    let deadline = timeout.map { clock.now.advanced(by: $0) }
    while true {
      takeSignals()
      if let next = happenings.popFirst() {
        if case .event = next { return next }
        size = Self.measure()
        return next
      }
      if isGone { return .event(.end(signal: SIGHUP)) }
      let isAway = cn_terminal_is_away()
      let look = isAway ? clock.now.advanced(by: Self.absence) : nil
      let ends = [deadline, decision, look].compactMap(\.self).min()
      let result = cn_terminal_wait(ends.map(milliseconds(until:)) ?? -1)
      let now = clock.now
      if result & CN_INPUT != 0 {
        readInput(at: now)
      } else if result & CN_GONE != 0 {
        isGone = true
      } else if let decision, now >= decision {
        self.decision = nil
        append(decoder.timeOut())
      }
      if isAway, cn_terminal_return() { happenings.append(.taken) }
      takeSignals()
      if happenings.isEmpty, !isGone {
        if result & CN_WOKEN != 0 { return nil }
        if let deadline, now >= deadline { return nil }
      }
    }
  }

  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes it again.
  mutating func suspend() {
    cn_terminal_suspend(false)
    happenings.append(.taken)
  }

  private func milliseconds(until end: ContinuousClock.Instant) -> Int32 {
    let left = clock.now.duration(to: end)
    guard left > .zero else { return 0 }
    // Rounded up, so as not to wake too early and spin.
    let (seconds, attoseconds) = left.components
    guard seconds < 1_000_000 else { return 1_000_000_000 }
    return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }

  private mutating func append(_ events: [TerminalEvent]) {
    happenings.append(contentsOf: events.map { .event($0) })
  }

  private mutating func readInput(at now: ContinuousClock.Instant) {
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.readLimit) { buffer, count in
      count = buffer.baseAddress.map { cn_terminal_read($0, buffer.count) } ?? 0
    }
    guard !bytes.isEmpty else {
      isGone = true
      return
    }
    append(decoder.decode(bytes))
    decision = decoder.patience.map { now.advanced(by: $0) }
  }

  private mutating func takeSignals() {
    let happened = cn_terminal_signals()
    guard happened != 0 else { return }
    if happened & CN_ENDED != 0 { append([.end(signal: cn_terminal_end_signal())]) }
    if happened & CN_STOP_REQUESTED != 0 {
      cn_terminal_suspend(true)
      happenings.append(.taken)
    } else if happened & CN_CONTINUED != 0 {
      cn_terminal_reenter()
      happenings.append(.taken)
    } else if happened & CN_RESIZED != 0 {
      happenings.append(.resized)
    }
  }
}
