/// A terminal for tests: it remembers what it was shown and yields what it was given.
public final class InMemoryBackend: TerminalBackend {
  public private(set) var size: TerminalSize
  public let colorDepth: ColorDepth
  /// What is shown now.
  public private(set) var shown: Grid?
  /// How many frames were presented.
  public private(set) var frames = 0
  public private(set) var rings = 0
  public private(set) var suspensions = 0
  public private(set) var invalidations = 0
  public private(set) var isMouseEnabled = false
  public private(set) var isClosed = false
  public let wake: @Sendable () -> Void

  private var events: [TerminalEvent] = []

  /// - Parameter wake: what ``TerminalBackend/wake`` does.
  public init(
    size: TerminalSize, colorDepth: ColorDepth = .truecolor,
    wake: @escaping @Sendable () -> Void = {}
  ) {
    self.size = size
    self.colorDepth = colorDepth
    self.wake = wake
  }

  /// Adds an event to be read; a resize also changes ``size``.
  public func enqueue(_ event: TerminalEvent) {
    if case .resize(let size) = event { self.size = size }
    events.append(event)
  }

  /// Adds text as it would be typed.
  public func type(_ text: String) {
    for character in text { enqueue(.key(.character(character))) }
  }

  public func present(_ grid: Grid) {
    shown = grid
    frames += 1
  }

  /// The next event, at once; `nil` when there is none.
  public func nextEvent(timeout: Duration?) -> TerminalEvent? {
    events.isEmpty ? nil : events.removeFirst()
  }

  public func invalidate() { invalidations += 1 }
  public func ring() { rings += 1 }
  public func setMouse(_ enabled: Bool) { isMouseEnabled = enabled }
  public func suspend() { suspensions += 1 }
  public func close() { isClosed = true }
}
