import ClientCore
import ClientTransport
import Foundation
import LiveComments
import NcursesBackend
import TerminalGrid
import TerminalUI

/// The terminal client: what `gavel watch` and `gavel demo` show.
enum TerminalProgram {
  struct Options {
    /// From left to right; at least one.
    var streams: [Stream]
    /// The name of a theme; nil for the configuration's, or the default one.
    var theme: String?
    var configuration: ConfigurationFile?
    var isReadOnly = false
    var usesMouse = true
    /// Whether the user's state directory may remember that the program was started.
    var remembersStart = true
    /// Whether to show the first steps; nil for when the state directory knows of no start.
    var isFirstStart: Bool?
    /// Whether to draw with ASCII alone; nil for where nothing else can be shown.
    var usesASCII: Bool?
    var hasMotion = true
    var transport = TransportConfiguration()

    init(_ streams: [Stream]) { self.streams = streams }
  }

  /// A stream to show, and who one is there.
  struct Stream {
    var url: StreamURL
    var token: Token?
  }

  /// Takes the terminal, runs until the user leaves, and gives it back. Blocks its thread, which
  /// must not be one of the cooperative pool's. Returns the signal that made it end, if one did.
  ///
  /// Throws when there is no such theme, or the terminal or the certificates to trust cannot be had,
  /// before anything is shown. A theme that is broken gives way to the default one, and the screen
  /// says why.
  static func run(_ options: Options) throws -> Int32? {
    if let name = options.theme { try ThemeLibrary.standard.require(name) }
    let backend = try NcursesBackend(environment: ProcessInfo.processInfo.environment)
    defer { backend.close() }
    return try run(options, on: backend, isUTF8: backend.isUTF8)
  }

  /// The same on any terminal; `isUTF8` says whether it shows more than ASCII.
  static func run(
    _ options: Options, on backend: any TerminalBackend, isUTF8: Bool
  ) throws -> Int32? {
    let themes = ThemeLibrary.standard
    let configuration = options.configuration?.configuration ?? Configuration()
    var greetings = [options.configuration?.complaint].compactMap { $0 }
    let themeName = options.theme ?? configuration.theme ?? BuiltInThemes.defaultName
    let loaded = themes.load(themeName)
    let showsColor = backend.colorDepth != .none
    var clock = ClockReader()
    var settings = Settings()
    settings.isReadOnly = options.isReadOnly
    settings.isFirstStart = options.isFirstStart ?? !StateDirectory.standard.hasStarted
    settings.themeNames = themes.names
    settings.normalise = { $0.precomposedStringWithCanonicalMapping }
    let theme: Theme
    switch loaded.theme {
    case _ where !showsColor: theme = .monochrome
    case .success(let sound): theme = sound
    case .failure(let problem):
      theme = (try? ThemeLibrary.shipped.theme(named: BuiltInThemes.defaultName)) ?? .monochrome
      greetings.append("\(theme.name) theme instead: \(problem.brief)")
    }
    if !isUTF8 {
      greetings.append("the locale is not UTF-8: what is not ASCII shows as ?")
    }
    settings.greeting = greetings.isEmpty ? nil : greetings.joined(separator: "; ")
    let needsASCII = needsASCII(isUTF8: isUTF8)
    let fix: @Sendable (inout Settings) -> Void = { [options] settings in
      if !options.usesMouse { settings.mouse = false }
      if !options.hasMotion { settings.motion = false }
      settings.ascii = options.usesASCII ?? (settings.ascii || needsASCII)
    }
    configuration.apply(to: &settings)
    fix(&settings)
    let watch = ThemeWatch(
      themes, name: themeName, files: showsColor ? loaded.files : [], wake: backend.wake)
    watch.start()
    var live = options.configuration.map { file in
      LiveConfiguration(
        file, fixedTheme: options.theme, fix: fix,
        watch: ConfigurationWatch(file, wake: backend.wake).started())
    }
    let models = options.streams.map {
      model(
        $0, among: options.streams, settings, configuration.keymap, theme, size: backend.size,
        clock.read())
    }
    let (tabs, networks) = try open(models, options, wake: backend.wake)
    backend.setMouse(settings.mouse)
    if options.remembersStart { StateDirectory.standard.rememberStart() }
    var loop = TerminalLoop(
      tabs: tabs, backend: backend, networks: networks,
      themes: TerminalLoop.Themes(
        find: { name in
          guard showsColor else { throw ColorlessTerminal() }
          let loaded = themes.load(name)
          let theme = try loaded.theme.get()
          watch.turn(to: name, files: loaded.files)
          return theme
        },
        takeNews: { watch.takeNews() }),
      takeConfiguration: { live?.takeNews() },
      readClock: { clock.read() })
    return loop.run()
  }

  private static func model(
    _ stream: Stream, among streams: [Stream], _ settings: Settings, _ keymap: Keymap,
    _ theme: Theme, size: TerminalSize, _ clock: ClockReading
  ) -> Model {
    var settings = settings
    settings.hasToken = stream.token != nil
    settings.keySeed = .random(in: .min ... .max)
    settings.streamOrigin = stream.url.origin
    let namesakes = streams.filter { $0.url.streamID == stream.url.streamID }
    if namesakes.count > 1 {
      settings.streamName = "\(stream.url.streamID.rawValue)@\(stream.url.origin)"
    }
    return Model(
      session: Session(streamID: stream.url.streamID, seed: .random(in: .min ... .max)),
      settings: settings, keymap: keymap, theme: theme, size: size, clock: clock)
  }

  /// Throws `Complaint` when there are no streams, or too many.
  private static func open(
    _ models: [Model], _ options: Options, wake: @escaping @Sendable () -> Void
  ) throws -> (StreamTabs, [StreamTabs.ID: TerminalLoop.Network]) {
    guard let first = models.first else { throw Complaint("no stream is named") }
    var tabs = StreamTabs(first)
    for model in models.dropFirst() {
      guard tabs.open(model) != nil else {
        throw Complaint("at most \(StreamTabs.capacity) streams can be open")
      }
    }
    var networks: [StreamTabs.ID: TerminalLoop.Network] = [:]
    for (id, stream) in zip(tabs.ids, options.streams) {
      networks[id] = try network(stream, options.transport, wake: wake)
    }
    return (tabs, networks)
  }

  private static func network(
    _ stream: Stream, _ transport: TransportConfiguration, wake: @escaping @Sendable () -> Void
  ) throws -> TerminalLoop.Network {
    let io = try SessionIO(
      url: stream.url, token: stream.token, configuration: transport, wake: wake)
    let inquiries = InquiryIO(
      http: try StreamHTTP(url: stream.url, token: stream.token, configuration: transport),
      wake: wake)
    return TerminalLoop.Network(
      perform: io.perform, takeInputs: io.takeInputs, inquire: inquiries.perform,
      takeAnswers: inquiries.takeAnswers)
  }

  /// Whether the terminal, by its type, has a font of few signs, or none but ASCII: the Linux console
  /// and terminals of old.
  static func needsASCII(isUTF8: Bool) -> Bool {
    let type = ProcessInfo.processInfo.environment["TERM", default: ""]
    return !isUTF8 || ["linux", "vt", "ansi", "cons25"].contains { type.hasPrefix($0) }
  }

  /// Why the theme cannot be changed.
  private struct ColorlessTerminal: Error, CustomStringConvertible {
    var description: String { "this terminal shows no colours: the theme stays monochrome" }
  }
}
