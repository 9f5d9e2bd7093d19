import ClientCore
import ClientTransport
import Foundation
import LiveComments
import NcursesBackend
import TerminalGrid
import TerminalUI

/// The terminal client of one stream: what `gavel watch` and `gavel demo` show.
enum TerminalProgram {
  struct Options {
    var url: StreamURL
    var token: Token?
    /// The name of a theme; nil for the default one.
    var theme: String?
    var isReadOnly = false
    /// Whether to draw with ASCII alone; nil for where nothing else can be shown.
    var usesASCII: Bool?
    var hasMotion = true
    var transport = TransportConfiguration()

    init(url: StreamURL) { self.url = url }
  }

  /// Takes the terminal, runs until the user leaves, and gives it back. Blocks its thread, which
  /// must not be one of the cooperative pool's. Returns the signal that made it end, if one did.
  ///
  /// Throws when there is no such theme, or the terminal or the certificates to trust cannot be had,
  /// before anything is shown. A theme that is broken gives way to the default one, and the screen
  /// says why.
  static func run(_ options: Options) throws -> Int32? {
    try ThemeLibrary.standard.require(options.theme ?? BuiltInThemes.defaultName)
    let backend = try NcursesBackend(environment: ProcessInfo.processInfo.environment)
    defer { backend.close() }
    return try run(options, on: backend, isUTF8: backend.isUTF8)
  }

  /// The same on any terminal; `isUTF8` says whether it shows more than ASCII.
  static func run(
    _ options: Options, on backend: any TerminalBackend, isUTF8: Bool
  ) throws -> Int32? {
    let themes = ThemeLibrary.standard
    let themeName = options.theme ?? BuiltInThemes.defaultName
    let loaded = themes.load(themeName)
    let io = try SessionIO(
      url: options.url, token: options.token, configuration: options.transport,
      wake: backend.wake)
    let inquiries = InquiryIO(
      http: try StreamHTTP(
        url: options.url, token: options.token, configuration: options.transport),
      wake: backend.wake)
    let showsColor = backend.colorDepth != .none
    var clock = ClockReader()
    var settings = Settings()
    settings.isReadOnly = options.isReadOnly
    settings.hasToken = options.token != nil
    settings.themeNames = themes.names
    settings.normalise = { $0.precomposedStringWithCanonicalMapping }
    settings.ascii = options.usesASCII ?? needsASCII(isUTF8: isUTF8)
    settings.motion = options.hasMotion
    settings.greeting =
      isUTF8 ? nil : "the locale is not UTF-8: what is not ASCII shows as ?"
    let theme: Theme
    switch loaded.theme {
    case _ where !showsColor: theme = .monochrome
    case .success(let sound): theme = sound
    case .failure(let problem):
      theme = (try? ThemeLibrary.shipped.theme(named: BuiltInThemes.defaultName)) ?? .monochrome
      settings.greeting = "\(theme.name) theme instead: \(problem.brief)"
    }
    let watch = ThemeWatch(
      themes, name: themeName, files: showsColor ? loaded.files : [], wake: backend.wake)
    watch.start()
    settings.keySeed = .random(in: .min ... .max)
    let model = Model(
      session: Session(streamID: options.url.streamID, seed: .random(in: .min ... .max)),
      settings: settings, theme: theme, size: backend.size,
      clock: clock.read())
    backend.setMouse(true)
    var loop = TerminalLoop(
      model: model, backend: backend,
      network: TerminalLoop.Network(
        perform: io.perform, takeInputs: io.takeInputs, inquire: inquiries.perform,
        takeAnswers: inquiries.takeAnswers),
      themes: TerminalLoop.Themes(
        find: { name in
          guard showsColor else { throw ColorlessTerminal() }
          let loaded = themes.load(name)
          let theme = try loaded.theme.get()
          watch.turn(to: name, files: loaded.files)
          return theme
        },
        takeNews: { watch.takeNews() }),
      readClock: { clock.read() })
    return loop.run()
  }

  /// Whether the terminal, by its type, has a font of few signs, or none but ASCII: the Linux console
  /// and terminals of old.
  private static func needsASCII(isUTF8: Bool) -> Bool {
    let type = ProcessInfo.processInfo.environment["TERM", default: ""]
    return !isUTF8 || ["linux", "vt", "ansi", "cons25"].contains { type.hasPrefix($0) }
  }

  /// Why the theme cannot be changed.
  private struct ColorlessTerminal: Error, CustomStringConvertible {
    var description: String { "this terminal shows no colours: the theme stays monochrome" }
  }
}
