import Foundation
import TerminalGrid
import TestSupport
import Testing

/// The backend on a real terminal line: `TerminalProbe` in a pseudo-terminal.
@Suite("The real terminal", .serialized, .timeLimit(.minutes(5)))
struct NcursesBackendTests {
  private static let environment = [
    "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "COLORTERM": "truecolor",
    // The runtime's crash report would wait for a key.
    "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin",
  ]

  /// The probe is built beside the tests.
  private static func probe() throws -> URL {
    for argument in CommandLine.arguments where argument.contains("/") {
      var folder = URL(fileURLWithPath: argument)
      for _ in 0..<6 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("TerminalProbe")
        if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      }
    }
    throw PseudoTerminal.Failure(description: "no TerminalProbe near \(CommandLine.arguments)")
  }

  private func start(
    _ arguments: [String] = [], changing changes: [String: String?] = [:], columns: Int = 80,
    rows: Int = 24
  ) throws -> PseudoTerminal {
    var environment = Self.environment
    for (name, value) in changes { environment[name] = value }
    return try PseudoTerminal(
      Self.probe(), arguments, environment: environment, columns: columns, rows: rows)
  }

  /// Whether nothing that the backend switched on is left on.
  private func isClean(_ terminal: PseudoTerminal) -> Bool {
    let screen = terminal.screen()
    return !screen.isAlternate && screen.isCursorVisible && screen.modes.isEmpty
      && screen.isStyleStandard && screen.isRegionWhole && screen.unexpected.isEmpty
  }

  enum Ending: Sendable, CaseIterable {
    case quit, exit, trap, segmentationFault, abort, terminate, interrupt, hangUp, brokenSystemCall
  }

  @Test("is given back however the program ends", arguments: Ending.allCases)
  func givenBack(ending: Ending) throws {
    let terminal = try start()
    try terminal.waitForText("ready 80x24 truecolor")
    #expect(terminal.isRaw)
    #expect(terminal.screen().isAlternate)
    terminal.type("m")
    try terminal.waitForText("?1002h")
    let expected: [PseudoTerminal.End]
    switch ending {
    case .quit: (_, expected) = (terminal.type("q"), [.exit(0)])
    case .exit: (_, expected) = (terminal.type("e"), [.exit(3)])
    case .trap: (_, expected) = (terminal.type("t"), [.signal(SIGILL), .signal(SIGTRAP)])
    case .segmentationFault: (_, expected) = (terminal.type("s"), [.signal(SIGSEGV)])
    case .abort: (_, expected) = (terminal.type("a"), [.signal(SIGABRT)])
    case .terminate: (_, expected) = (terminal.send(SIGTERM), [.signal(SIGTERM)])
    case .interrupt: (_, expected) = (terminal.send(SIGINT), [.signal(SIGINT)])
    case .hangUp: (_, expected) = (terminal.send(SIGHUP), [.signal(SIGHUP)])
    case .brokenSystemCall: (_, expected) = (terminal.send(SIGSYS), [.signal(SIGSYS)])
    }
    let end = try terminal.waitForEnd()
    #expect(expected.contains(end))
    #expect(terminal.modes == terminal.initialModes)
    #expect(isClean(terminal), "\(terminal.screen())")
  }

  @Test("is given back by a program that does not listen when it is told twice to end")
  func deafProgram() throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    terminal.type("l")
    try terminal.waitForText("listening no more")
    terminal.send(SIGTERM)
    // Signals of one kind do not queue, so one that comes too soon is lost.
    let end = try endSendingAgain(SIGTERM, terminal)
    #expect(end == .signal(SIGTERM))
    #expect(terminal.modes == terminal.initialModes)
    #expect(isClean(terminal))
  }

  private func endSendingAgain(_ signal: Int32, _ terminal: PseudoTerminal) throws
    -> PseudoTerminal.End
  {
    try terminal.wait(for: "the end") {
      terminal.send(signal)
      return terminal.hasEnded
    }
    return try terminal.waitForEnd()
  }

  @Test("what was written to standard error meanwhile is shown afterwards, harmless")
  func strayOutput() throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    terminal.type("p")
    try terminal.wait(for: "the key") { terminal.screen().text.contains("got key(p)") }
    #expect(!terminal.screen().text.contains("stray"))
    terminal.type("t")
    _ = try terminal.waitForEnd()
    let screen = terminal.screen()
    #expect(screen.text.contains("stray ?[31m message"))
    #expect(screen.text.contains("Fatal error: on purpose"))
    #expect(isClean(terminal))
  }

  @Test("nothing hostile reaches it")
  func hostileText() throws {
    let corpus = [
      "\u{1B}]0;owned\u{7}", "\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\",
      "\u{1B}]52;c;b3duZWQ=\u{7}", "\u{1B}]50;fixed\u{7}", "\u{1B}P+q544e\u{1B}\\",
      "\u{1B}_Gi=1\u{1B}\\", "\u{1B}^pm\u{1B}\\", "\u{1B}[21t\u{1B}[6n\u{1B}[c", "\u{1B}[?1049l",
      "\u{1B}[2J\u{1B}[1;1H\u{1B}c", "\u{9B}2J\u{9D}0;x\u{9C}\u{90}q\u{9C}", "a\rb\u{8}c\nd\u{7}",
      "\u{1B}]0;unterminated", ";split\u{7}\u{1B}\\", "\u{202E}evil\u{2066}\u{200F}",
      "\u{E0041}\u{E0042}", "x\u{200D}\u{FEFF}\u{FE0F}\u{AD}", "\u{1B}", "\u{E}\u{F}\u{1B}(0",
      "%n%s\\033[31m",
    ]
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    var bytes = Data(corpus.joined(separator: "\u{0}").utf8)
    bytes.append(contentsOf: [0x00, 0x9B, 0x32, 0x4A, 0x9D, 0x30, 0x3B, 0x78, 0x9C])
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let terminal = try start([file.path])
    try terminal.waitForText("ready")
    terminal.type("q")
    _ = try terminal.waitForEnd()
    #expect(isClean(terminal), "\(terminal.screen().unexpected)")
    let raw = String(decoding: terminal.output, as: UTF8.self)
    // Whatever the text said is there to be read, and only that.
    #expect(raw.contains("\u{FFFD}]0;owned\u{FFFD}"))
    for scalar in raw.unicodeScalars {
      let isOurs = scalar == "\u{1B}" || scalar == "\r" || scalar == "\n"
      let isHarmless =
        scalar.properties.generalCategory != .control
        && !scalar.properties.isDefaultIgnorableCodePoint
      #expect(isOurs || isHarmless, "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test("columns stay where they are, whatever is between them")
  func alignment() throws {
    let corpus = [
      "plain", "漢字かな", "한국어", "e\u{301}a\u{308}", "👍🏽👩‍💻👨‍👩‍👧", "🇩🇪🇫🇷🇯", "❤️☀️⌚︎", "1️⃣",
      "مرحبا بالعالم", "שָׁלוֹם", "ภาษาไทย", "Z" + String(repeating: "\u{301}", count: 40), "🏴󠁧󠁢󠁥󠁮󠁧󠁿🏳️‍🌈",
    ]
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data(corpus.joined(separator: "\u{0}").utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let terminal = try start([file.path])
    try terminal.waitForText("ready")
    let screen = terminal.screen()
    for row in corpus.indices {
      #expect(screen.lines[row][0].text == "|")
      #expect(screen.lines[row][31].text == "|", "\(screen.line(row))")
    }
  }

  @Test("keys, pastes and the mouse arrive")
  func input() throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    for (typed, shown) in [
      ("x", "got key(x)"), ("\u{1B}[1;5D", "got key(ctrl-left)"), ("\u{1B}", "got key(esc)"),
      ("é", "got key(é)"), ("\u{1B}v", "got key(alt-v)"),
      ("\u{1B}[200~q\u{3}\r\u{1B}[201~", #"got paste("q\n")"#),
      ("\u{1B}[<0;4;2M", "got mouse("),
      ("\u{1B}[I", "got focus(gained: true)"),
    ] {
      let start = terminal.output.count
      terminal.type(typed)
      // Only what changed is drawn, so the screen is looked at, not the bytes.
      try terminal.wait(for: shown) { terminal.screen().text.contains(shown) }
      #expect(terminal.output.count > start)
    }
  }

  @Test("a storm of sizes, down to one cell, is survived")
  func resizing() throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    for step in 0..<60 {
      terminal.resize(columns: 1 + step * 7 % 120, rows: 1 + step * 5 % 50)
    }
    terminal.resize(columns: 1, rows: 1)
    terminal.type("x")
    terminal.resize(columns: 50, rows: 10)
    let size = TerminalSize(columns: 50, rows: 10)
    try terminal.wait(for: "the last size") {
      terminal.screen(size).text.contains("got resize(50x10)")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
  }

  @Test("a change of size and back that is seen as one paints everything again")
  func resizedAndBack() throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    let start = terminal.output.count
    terminal.send(SIGWINCH)
    try terminal.waitForText("got resize(80x24)", since: start)
  }

  @Test("is taken again after a stop that could not be caught")
  func stopped() throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    terminal.send(SIGSTOP)
    try terminal.waitForStop()
    terminal.makeCooked()
    let start = terminal.output.count
    terminal.send(SIGCONT)
    try terminal.waitForText("got resize(80x24)", since: start)
    #expect(terminal.isRaw)
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(isClean(terminal))
  }

  @Test("a suspension gives it back and takes it again", arguments: ["\u{1A}", nil])
  func suspended(key: String?) throws {
    let terminal = try start()
    try terminal.waitForText("ready")
    let start = terminal.output.count
    // Nobody could continue this session's only process, so the system does not stop it.
    if let key { terminal.type(key) } else { terminal.send(SIGTSTP) }
    try terminal.wait(for: "a new size") { terminal.screen().text.contains("got resize(80x24)") }
    let written = String(decoding: terminal.output[start...], as: UTF8.self)
    let left = try #require(written.range(of: "\u{1B}[?1049l"))
    #expect(written[left.upperBound...].contains("\u{1B}[?1049h"))
    #expect(terminal.isRaw)
  }

  @Test(
    "what cannot be used is refused with a word on what to do",
    arguments: [
      ("dumb", "gavel: a terminal of type `dumb` cannot show a screen; use `gavel tail`"),
      ("no\u{7}such", "gavel: the terminal type `no�such` is unknown here"),
      ("", "gavel: TERM is not set"),
    ])
  func refusals(type: String, message: String) throws {
    let terminal = try start(changing: ["TERM": type])
    #expect(try terminal.waitForEnd() == .exit(1))
    let shown = String(decoding: terminal.output, as: UTF8.self)
    #expect(shown.hasPrefix(message), "\(shown)")
  }

  @Test("a pipe is not a terminal")
  func noTerminal() throws {
    let process = Process()
    process.executableURL = try Self.probe()
    process.environment = Self.environment
    let errors = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let message = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    #expect(
      String(decoding: message, as: UTF8.self).contains("standard input is not a terminal"))
  }

  @Test("gets nothing but ASCII in a locale without UTF-8")
  func otherLocale() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data("漢字 é │".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let terminal = try start([file.path], changing: ["LC_ALL": "C"])
    try terminal.waitForText("ready")
    #expect(terminal.output.allSatisfy { $0 < 0x80 })
    #expect(terminal.screen().line(0).contains("? ?  ? |"))
  }

  @Test("is taken for UTF-8 where no locale is named")
  func noLocale() throws {
    let terminal = try start(changing: ["LC_ALL": nil])
    try terminal.waitForText("ready")
    terminal.type("é")
    try terminal.wait(for: "é") { terminal.screen().text.contains("got key(é)") }
  }

  @Test(
    "works with what each type can do", arguments: ["vt100", "linux", "tmux-256color", "xterm"])
  func types(type: String) throws {
    let terminal = try start(changing: ["TERM": type, "COLORTERM": nil])
    try terminal.waitForText("ready 80x24")
    terminal.type("x")
    try terminal.wait(for: "the key") {
      terminal.screen().lines[23].map(\.text).joined().hasPrefix("got key(x)")
    }
    terminal.type("q")
    #expect(try terminal.waitForEnd() == .exit(0))
    #expect(terminal.screen().isCursorVisible)
    #expect(!terminal.screen().isAlternate)
  }
}
