import ClientCore
import LiveComments
import TerminalGrid
import TerminalUI

/// The loop between terminal, model and network. One thread runs it, and owns the terminal.
///
/// Everything that has happened is handed to the model before a frame is painted, so that a fast
/// stream costs frames, not comments. What waits is bounded by its sources: the network's inbox
/// pauses its socket when it is full, and keys are taken in portions.
struct TerminalLoop {
  /// The network as the loop sees it.
  struct Network {
    var perform: (SessionAction) -> Void
    /// What has happened since the last call, in order; the backend is woken when there is some.
    var takeInputs: () -> [SessionInput]
    /// Asks beside the feed.
    var inquire: (Inquiry) -> Void = { _ in }
    /// The answers since the last call; the backend is woken likewise.
    var takeAnswers: () -> [InquiryAnswer] = { [] }
  }

  /// Where themes come from.
  struct Themes {
    var find: (String) throws -> Theme
    /// What has become of the theme in use since the last call, when its file was changed; the
    /// backend is woken likewise.
    var takeNews: () -> Result<Theme, ThemeFile.Problem>? = { nil }
  }

  /// What else has happened since the last call; the backend is woken likewise.
  typealias TakeMessages = () -> [Message]

  /// Events of the terminal that are taken before the next frame.
  static let eventsPerFrame = 64

  private let backend: any TerminalBackend
  private let network: Network
  private let themes: Themes
  private let takeMessages: TakeMessages
  private let readClock: () -> ClockReading
  private var model: Model
  private var grid: Grid
  private var layouts = CommentLayouts()
  private var pacer = FramePacer()
  private var isOver = false
  /// The signal that asked the program to end.
  private var signal: Int32?

  /// `model` has the size of the backend's terminal.
  init(
    model: Model, backend: any TerminalBackend, network: Network,
    themes: Themes, takeMessages: @escaping TakeMessages = { [] },
    readClock: @escaping () -> ClockReading
  ) {
    self.model = model
    self.backend = backend
    self.network = network
    self.themes = themes
    self.takeMessages = takeMessages
    self.readClock = readClock
    grid = Grid(size: model.size)
  }

  /// Runs until the user leaves; returns the signal that made it end, if one did.
  mutating func run() -> Int32? {
    takeClock()
    take(.session(.start))
    while !isOver {
      paint(isUrgent: false)
      let hasEvents = takeEvents()
      takeClock()
      for input in network.takeInputs() { take(.session(input)) }
      for answer in network.takeAnswers() { take(.answered(answer)) }
      takeThemeNews()
      for message in takeMessages() { take(message) }
      if hasEvents { paint(isUrgent: true) }
    }
    return signal
  }

  /// Waits for the terminal, and takes what it has to say; false when it said nothing.
  private mutating func takeEvents() -> Bool {
    guard let first = backend.nextEvent(timeout: wait) else { return false }
    takeClock()
    take(first)
    for _ in 1..<Self.eventsPerFrame where !isOver {
      guard let next = backend.nextEvent(timeout: .zero) else { break }
      take(next)
    }
    return true
  }

  private mutating func take(_ event: TerminalEvent) {
    if case .end(let signal) = event { self.signal = signal }
    take(.terminal(event))
  }

  /// How long nothing has to happen; nil for as long as it takes.
  private var wait: Duration? {
    guard let deadline = [model.nextDeadline, pacer.deadline].compactMap({ $0 }).min() else {
      return nil
    }
    let now = readClock().instant
    return deadline <= now ? .zero : deadline - now
  }

  private mutating func takeClock() {
    let reading = readClock()
    // Time that brings nothing due changes nothing that is seen.
    if let due = model.nextDeadline, due <= reading.instant { pacer.invalidate() }
    handle(.clock(reading))
  }

  private mutating func take(_ message: Message) {
    pacer.invalidate()
    handle(message)
  }

  private mutating func handle(_ message: Message) {
    for effect in update(&model, message) { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .session(let action): network.perform(action)
    case .inquire(let inquiry): network.inquire(inquiry)
    case .loadTheme(let name): loadTheme(name)
    case .setMouse(let isOn): backend.setMouse(isOn)
    case .ring: backend.ring()
    case .suspend: backend.suspend()
    case .repaint: backend.invalidate()
    case .quit: isOver = true
    }
  }

  private mutating func loadTheme(_ name: String) {
    do {
      take(.themeLoaded(try themes.find(name)))
    } catch let problem as ThemeFile.Problem {
      take(.themeRefused(problem.brief))
    } catch {
      take(.themeRefused("\(error)"))
    }
  }

  private mutating func takeThemeNews() {
    switch themes.takeNews() {
    case .success(let theme)?: take(.themeLoaded(theme))
    case .failure(let problem)?: take(.themeRefused("\(problem.brief); it stays as it was"))
    case nil: break
    }
  }

  private mutating func paint(isUrgent: Bool) {
    guard !isOver, pacer.shouldPaint(at: readClock().instant, isUrgent: isUrgent) else { return }
    if grid.size != model.size { grid = Grid(size: model.size) }
    view(model, into: &grid, layouts: &layouts)
    backend.present(grid)
  }
}
