import ClientCore
import LiveComments
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct TerminalLoopTests {
  /// A loop over a scripted terminal and a network in memory.
  private final class World {
    let backend: ScriptedBackend
    /// What the network has, one portion for each time it is asked.
    var inputs: () -> [SessionInput] = { [] }
    private(set) var performed: [SessionAction] = []
    private(set) var inquiries: [Inquiry] = []
    /// What the server answers beside the feed; taken once.
    var answers: [InquiryAnswer] = []
    /// What becomes of the theme's file; one at a time.
    var themeNews: ArraySlice<Result<Theme, ThemeFile.Problem>> = []

    init(script: @escaping (ScriptedBackend, Duration?) -> TerminalEvent?) {
      backend = ScriptedBackend(script: script)
    }

    /// Plays events one after the other, each alone, then leaves.
    convenience init(_ events: [TerminalEvent]) {
      var rest = (events + [.key(.control("c"))])[...]
      self.init { _, timeout in timeout == .zero ? nil : rest.popFirst() }
    }

    func run() -> Int32? {
      let model = Model(
        session: Session(streamID: StreamID(rawValue: "s")!, seed: 1),  // a valid id
        settings: Settings(), theme: .monochrome, size: backend.size, clock: reading())
      let tabs = StreamTabs(model)
      let network = TerminalLoop.Network(
        perform: { self.performed.append($0) }, takeInputs: { self.inputs() },
        inquire: { self.inquiries.append($0) },
        takeAnswers: {
          defer { self.answers = [] }
          return self.answers
        })
      var loop = TerminalLoop(
        tabs: tabs, backend: backend, networks: [tabs.shownID: network],
        themes: TerminalLoop.Themes(
          find: { name in
            guard name == "known" else {
              throw ThemeFile.Problem(file: "theme \(name)", line: nil, reason: "there is none")
            }
            return Theme(name: name, summary: "", faces: [:])
          },
          takeNews: { self.themeNews.popFirst() }),
        readClock: { self.reading() })
      return loop.run()
    }

    private func reading() -> ClockReading {
      ClockReading(instant: backend.now, time: Timestamp(milliseconds: 0), utcOffset: 0)
    }
  }

  @Test("it starts the session, paints, and ends with the key to leave")
  func start() {
    let world = World([])
    #expect(world.run() == nil)
    #expect(world.performed == [.fetchJoin(.newest(Limits.joinComments)), .cancel])
    #expect(world.backend.frames.first?.screen.contains("joining") == true)
  }

  @Test("a signal to end ends it, and is handed on")
  func signal() {
    let world = World([.end(signal: 15)])
    #expect(world.run() == 15)
    #expect(world.performed.last == .cancel)
  }

  @Test("it paints after each key at once, though no time has passed")
  func keys() {
    let world = World([.typed("?"), .typed("j"), .key(.escape)])
    _ = world.run()
    #expect(world.backend.frames.count == 4)
    #expect(Set(world.backend.frames.map(\.at)).count == 1)
  }

  @Test("keys that wait together are taken together, in portions, before one frame")
  func portions() {
    var left = 100
    let world = World { _, _ in
      left -= 1
      return left >= 0 ? .typed("?") : .key(.control("c"))
    }
    _ = world.run()
    #expect(world.backend.frames.count == 2)
  }

  @Test("1,000 arrivals in a second cost at most 60 frames, and the last is painted")
  func frameRate() {
    let start = Instant(milliseconds: 1_000)
    let world = World { backend, timeout in
      guard backend.now < start + .milliseconds(1_100) else { return .typed("q") }
      backend.now = backend.now + min(timeout ?? .milliseconds(1), .milliseconds(1))
      return nil
    }
    world.inputs = { [unowned world] in
      world.backend.now < start + .seconds(1) ? [.alive] : []
    }
    _ = world.run()
    let frames = world.backend.frames.map(\.at)
    #expect((50...63).contains(frames.count), "\(frames.count) frames")
    let gaps = zip(frames, frames.dropFirst()).map { $1 - $0 }
    #expect(gaps.allSatisfy { $0 >= FramePacer.interval })
  }

  @Test("while nothing happens it sleeps, and wakes about once a second")
  func idle() {
    let start = Instant(milliseconds: 1_000)
    let world = World { backend, timeout in
      guard backend.now < start + .seconds(60) else { return .typed("q") }
      backend.now = backend.now + (timeout ?? .seconds(60))
      return nil
    }
    _ = world.run()
    #expect(world.backend.waits <= 150, "\(world.backend.waits) waits")
    #expect(world.backend.frames.count <= 70, "\(world.backend.frames.count) frames")
  }

  @Test("each stream has a network of its own; what comes to one in the background paints nothing")
  func severalStreams() throws {
    var turns = 0
    let backend = ScriptedBackend { backend, timeout in
      guard timeout != .zero else { return nil }
      turns += 1
      backend.now = backend.now + .milliseconds(20)
      return turns < 20 ? nil : .key(.control("c"))
    }
    let clock = {
      ClockReading(instant: backend.now, time: Timestamp(milliseconds: 0), utcOffset: 0)
    }
    func model(_ name: String) throws -> Model {
      Model(
        session: Session(streamID: try #require(StreamID(rawValue: name)), seed: 1),
        settings: Settings(), theme: .monochrome, size: backend.size, clock: clock())
    }
    var tabs = StreamTabs(try model("one"))
    let other = try model("two")
    let opened = tabs.open(other)
    let second = try #require(opened)
    var performed: [String: [SessionAction]] = [:]
    var taken = 0
    var loop = TerminalLoop(
      tabs: tabs, backend: backend,
      networks: [
        tabs.shownID: TerminalLoop.Network(
          perform: { performed["one", default: []].append($0) }, takeInputs: { [] }),
        second: TerminalLoop.Network(
          perform: { performed["two", default: []].append($0) },
          takeInputs: {
            taken += 1
            return [.alive]
          }),
      ],
      themes: TerminalLoop.Themes(find: { _ in .monochrome }), readClock: clock)
    _ = loop.run()
    let actions: [SessionAction] = [.fetchJoin(.newest(Limits.joinComments)), .cancel]
    #expect(performed == ["one": actions, "two": actions])
    #expect(taken >= 19)
    #expect(backend.frames.count == 1)
  }

  @Test("effects reach the terminal")
  func effects() {
    let commands = ":mouse off\r:theme known\r:theme other\r"
    let world = World(
      [.key(.control("z")), .key(.control("l"))]
        + commands.map { $0 == "\r" ? .key(.enter) : .typed($0) })
    _ = world.run()
    #expect(world.backend.log == ["suspend", "invalidate", "mouse false"])
    let screens = world.backend.frames.map(\.screen)
    #expect(screens.contains { $0.contains("theme: known") })
    #expect(screens.contains { $0.contains("theme other: there is none") })
  }

  @Test("a theme whose file was edited is shown, and a broken edit is explained")
  func editedTheme() {
    let world = World([.typed("?"), .key(.escape), .typed("?"), .key(.escape)])
    world.themeNews = [
      .success(Theme(name: "edited", summary: "", faces: [:])),
      .failure(ThemeFile.Problem(file: "/home/me/mine.toml", line: 3, reason: "no colour")),
    ]
    _ = world.run()
    let screens = world.backend.frames.map(\.screen)
    #expect(screens.contains { $0.contains("theme: edited") })
    #expect(screens.contains { $0.contains("mine.toml, line 3: no colour; it stays as it was") })
  }

  @Test("inquiries reach the network, and answers the model")
  func inquiries() {
    let page = CommentPage(
      streamID: StreamID(rawValue: "s")!,  // a valid id
      epoch: Epoch(rawValue: "e")!,  // a valid epoch
      after: .zero, upto: .zero, latestSeq: .zero, latestModSeq: .zero, comments: [])
    let welcome = ServerFrame.Welcome(
      streamID: page.streamID, epoch: page.epoch, connectionID: "c",
      you: User(userID: "u", userName: "u", role: .moderator), latestSeq: .zero,
      latestModSeq: .zero, heartbeatMilliseconds: 15_000, resume: .inline, reason: nil,
      state: ServerFrame.State(
        level: .normal, slowModeSeconds: 0, locked: false, viewers: 1, pins: [], reactions: [:]))
    var inputs: [SessionInput] = [.joined(.success(page)), .opened, .frame(.welcome(welcome))]
    let world = World([.typed("?"), .key(.escape), .typed("S"), .typed("c")])
    world.inputs = {
      defer { inputs = [] }
      return inputs
    }
    world.answers = [.rules(.success(RuleDocument()))]
    _ = world.run()
    #expect(world.inquiries.contains(.held(after: .zero)))
    #expect(world.answers.isEmpty)
  }
}
