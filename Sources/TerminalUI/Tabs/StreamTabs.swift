import ClientCore
public import LiveComments
public import TerminalGrid

/// Several streams in one terminal: each has a model of its own, and one of them is shown.
///
/// Those in the background receive as the shown one does and draw nothing: what the screen says of
/// them is their label in the strip.
public struct StreamTabs: Sendable {
  /// Streams that can be open at a time; more are refused. Each holds a connection and a timeline.
  public static let capacity = 32

  /// Names a tab for as long as the program runs.
  public struct ID: Sendable, Hashable {
    let number: Int
  }

  /// What a tab asks of whoever runs the program.
  public struct Request: Sendable, Hashable {
    public let tab: ID
    public let effect: Effect
  }

  struct Tab: Sendable {
    let id: ID
    var model: Model
  }

  /// From left to right; never empty.
  private(set) var tabs: [Tab]
  private(set) var shownIndex = 0
  private var opened = 1
  /// Changes whenever what is on the screen may have changed.
  public private(set) var revision: UInt64 = 0

  public init(_ model: Model) {
    tabs = [Tab(id: ID(number: 0), model: model)]
  }

  /// Adds a stream at the right end, in the background. Nil when there is no room for it.
  public mutating func open(_ model: Model) -> ID? {
    guard tabs.count < Self.capacity else { return nil }
    let id = ID(number: opened)
    opened += 1
    tabs.append(Tab(id: id, model: model))
    tabs[tabs.count - 1].model.unseen = Unseen()
    arrange()
    return id
  }

  /// From left to right.
  public var ids: [ID] { tabs.map(\.id) }

  public var shownID: ID { tabs[shownIndex].id }

  /// The size of the terminal.
  public var size: TerminalSize { tabs[shownIndex].model.size }

  /// When a `clock` message is due though nothing else happens.
  public var nextDeadline: Instant? { tabs.compactMap(\.model.nextDeadline).min() }

  /// Draws what is shown. The grid has the terminal's size; `layouts` is memory between frames of
  /// the same tab.
  public func draw(into grid: inout Grid, layouts: inout CommentLayouts) {
    view(tabs[shownIndex].model, into: &grid, layouts: &layouts)
  }
}

extension StreamTabs {
  /// Takes one message and returns what is to be done outside, in order.
  ///
  /// - Parameter id: the stream that it comes from; nil for what comes from the terminal or the
  ///   clock. What comes from a stream that was closed meanwhile is dropped.
  public mutating func update(_ message: Message, for id: ID? = nil) -> [Request] {
    switch message {
    case .clock(let reading):
      if let due = tabs[shownIndex].model.nextDeadline, due <= reading.instant { revision += 1 }
      return updateAll(message)
    case .terminal(.resize), .themeLoaded, .reconfigured:
      revision += 1
      return updateAll(message)
    case .terminal, .themeRefused, .configurationRefused:
      revision += 1
      return update(message, at: shownIndex)
    case .session, .answered:
      guard let index = tabs.firstIndex(where: { $0.id == id ?? shownID }) else { return [] }
      if index == shownIndex { revision += 1 }
      return update(message, at: index)
    }
  }

  private mutating func updateAll(_ message: Message) -> [Request] {
    var requests: [Request] = []
    for index in tabs.indices { requests += update(message, at: index) }
    return requests
  }

  private mutating func update(_ message: Message, at index: Int) -> [Request] {
    let id = tabs[index].id
    var requests: [Request] = []
    for effect in TerminalUI.update(&tabs[index].model, message) {
      switch effect {
      case .tabs(let request): requests += perform(request)
      case .quit: requests += quit(from: id)
      default: requests.append(Request(tab: id, effect: effect))
      }
    }
    refreshLabel(of: id)
    return requests
  }

  /// The model that asked has left its stream already; the others leave theirs.
  private mutating func quit(from id: ID) -> [Request] {
    tabs.indices.filter { tabs[$0].id != id }.flatMap { leave(at: $0) }
      + [Request(tab: id, effect: .quit)]
  }

  private mutating func leave(at index: Int) -> [Request] {
    tabs[index].model.drive(.stop).map { Request(tab: tabs[index].id, effect: $0) }
  }
}

extension StreamTabs {
  private mutating func perform(_ request: TabRequest) -> [Request] {
    switch request {
    case .show(let index):
      if tabs.indices.contains(index) {
        show(index)
      } else {
        say("there are \(tabs.count) streams", .warning)
      }
    case .showNamed(let name):
      if let index = index(named: name) {
        show(index)
      } else {
        say("no stream here is called \(name)", .warning)
      }
    case .next: show((shownIndex + 1) % tabs.count)
    case .previous: show((shownIndex + tabs.count - 1) % tabs.count)
    case .active: showActive()
    case .close: return close()
    }
    return []
  }

  private mutating func show(_ index: Int) {
    guard index != shownIndex else { return }
    tabs[shownIndex].model.unseen = Unseen()
    shownIndex = index
    tabs[index].model.unseen = nil
    arrange()
  }

  /// The next stream to the right that has something new: a mention before anything else.
  private mutating func showActive() {
    let others = (1..<max(1, tabs.count)).map { (shownIndex + $0) % tabs.count }
    let index =
      others.first { tabs[$0].model.unseen?.isMentioned == true }
      ?? others.first { tabs[$0].model.unseen?.isEmpty == false }
    if let index { show(index) } else { say("nothing new in the other streams", .information) }
  }

  /// A whole name, else the only one that begins so.
  private func index(named name: String) -> Int? {
    let names = tabs.map { $0.model.streamName.lowercased() }
    let name = name.lowercased()
    if let index = names.firstIndex(of: name) { return index }
    let matching = names.indices.filter { names[$0].hasPrefix(name) }
    return matching.count == 1 ? matching[0] : nil
  }

  /// Closes the shown stream and shows its neighbour. The last one is left as the program is.
  private mutating func close() -> [Request] {
    let closed = tabs[shownIndex]
    let requests = leave(at: shownIndex)
    guard tabs.count > 1 else { return requests + [Request(tab: closed.id, effect: .quit)] }
    tabs.remove(at: shownIndex)
    shownIndex = min(shownIndex, tabs.count - 1)
    tabs[shownIndex].model.unseen = nil
    arrange()
    say("closed \(closed.model.streamName)", .information)
    return requests + [Request(tab: closed.id, effect: .forget)]
  }

  private mutating func say(_ text: String, _ weight: Notice.Weight) {
    tabs[shownIndex].model.say(text, weight)
  }
}

extension StreamTabs {
  /// Tells every model what stands beside it, after that has changed.
  private mutating func arrange() {
    revision += 1
    let strip =
      tabs.count == 1
      ? nil : TabStrip(labels: tabs.map { TabStrip.Label($0.model) }, shown: shownIndex)
    for index in tabs.indices {
      let hadStrip = tabs[index].model.strip != nil
      tabs[index].model.strip = strip
      if hadStrip != (strip != nil) { tabs[index].model.settleView() }
    }
  }

  /// Only the shown model's strip is drawn, so only that one is kept up to date.
  private mutating func refreshLabel(of id: ID) {
    guard tabs.count > 1, let index = tabs.firstIndex(where: { $0.id == id }) else { return }
    let label = TabStrip.Label(tabs[index].model)
    guard tabs[shownIndex].model.strip?.labels[index] != label else { return }
    tabs[shownIndex].model.strip?.labels[index] = label
    revision += 1
  }
}
