import ClientCore
import LiveComments
import TerminalGrid
import TerminalUI

/// The loop between terminal, models and networks. One thread runs it, and owns the terminal.
///
/// Everything that has happened is handed to the models before a frame is painted, so that a fast
/// stream costs frames, not comments. What waits is bounded by its sources: a network's inbox
/// pauses its socket when it is full, and keys are taken in portions.
struct TerminalLoop {
  /// The network of one stream as the loop sees it.
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

  /// What has become of the configuration since the last call; the backend is woken likewise.
  typealias TakeConfiguration = () -> LiveConfiguration.News?

  /// Events of the terminal that are taken before the next frame.
  static let eventsPerFrame = 64

  private let backend: any TerminalBackend
  private var networks: [StreamTabs.ID: Network]
  private let themes: Themes
  private let takeConfiguration: TakeConfiguration
  private let readClock: () -> ClockReading
  private var tabs: StreamTabs
  private var grid: Grid
  private var layouts = CommentLayouts()
  /// The tab whose comments `layouts` holds.
  private var drawnTab: StreamTabs.ID
  /// What of the tabs the next frame is known to show.
  private var revision: UInt64 = 0
  private var pacer = FramePacer()
  private var isOver = false
  /// The signal that asked the program to end.
  private var signal: Int32?

  /// The models have the size of the backend's terminal; there is a network for each of them.
  init(
    tabs: StreamTabs, backend: any TerminalBackend, networks: [StreamTabs.ID: Network],
    themes: Themes, takeConfiguration: @escaping TakeConfiguration = { nil },
    readClock: @escaping () -> ClockReading
  ) {
    self.tabs = tabs
    self.backend = backend
    self.networks = networks
    self.themes = themes
    self.takeConfiguration = takeConfiguration
    self.readClock = readClock
    grid = Grid(size: tabs.size)
    drawnTab = tabs.shownID
  }

  /// Runs until the user leaves; returns the signal that made it end, if one did.
  mutating func run() -> Int32? {
    takeClock()
    for id in tabs.ids { take(.session(.start), for: id) }
    while !isOver {
      paint(isUrgent: false)
      let hasEvents = takeEvents()
      takeClock()
      for id in tabs.ids {
        guard let network = networks[id] else { continue }
        for input in network.takeInputs() { take(.session(input), for: id) }
        for answer in network.takeAnswers() { take(.answered(answer), for: id) }
      }
      takeThemeNews()
      takeConfigurationNews()
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
    guard let deadline = [tabs.nextDeadline, pacer.deadline].compactMap({ $0 }).min() else {
      return nil
    }
    let now = readClock().instant
    return deadline <= now ? .zero : deadline - now
  }

  private mutating func takeClock() {
    take(.clock(readClock()))
  }

  private mutating func take(_ message: Message, for id: StreamTabs.ID? = nil) {
    for request in tabs.update(message, for: id) { perform(request.effect, for: request.tab) }
    if tabs.revision != revision { pacer.invalidate() }
    revision = tabs.revision
  }

  private mutating func perform(_ effect: Effect, for id: StreamTabs.ID) {
    switch effect {
    case .session(let action): networks[id]?.perform(action)
    case .inquire(let inquiry): networks[id]?.inquire(inquiry)
    case .loadTheme(let name): loadTheme(name)
    case .setMouse(let isOn): backend.setMouse(isOn)
    case .ring: backend.ring()
    case .suspend: backend.suspend()
    case .repaint: backend.invalidate()
    case .quit: isOver = true
    case .forget: networks[id] = nil
    // The tabs have done it themselves.
    case .tabs: break
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

  private mutating func takeConfigurationNews() {
    guard let news = takeConfiguration() else { return }
    take(news.message)
    if let name = news.theme { loadTheme(name) }
  }

  private mutating func paint(isUrgent: Bool) {
    guard !isOver, pacer.shouldPaint(at: readClock().instant, isUrgent: isUrgent) else { return }
    if grid.size != tabs.size { grid = Grid(size: tabs.size) }
    if drawnTab != tabs.shownID {
      drawnTab = tabs.shownID
      layouts = CommentLayouts()
    }
    tabs.draw(into: &grid, layouts: &layouts)
    backend.present(grid)
  }
}
