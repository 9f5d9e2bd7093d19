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
    var transport = TransportConfiguration()

    init(url: StreamURL) { self.url = url }
  }

  /// Takes the terminal, runs until the user leaves, and gives it back. Blocks its thread, which
  /// must not be one of the cooperative pool's. Returns the signal that made it end, if one did.
  ///
  /// Throws when the theme, the terminal or the certificates to trust cannot be had, before
  /// anything is shown.
  static func run(_ options: Options) throws -> Int32? {
    let themes = ThemeLibrary.standard
    let chosen = try themes.theme(named: options.theme ?? BuiltInThemes.files[0].name)
    let backend = try NcursesBackend(environment: ProcessInfo.processInfo.environment)
    defer { backend.close() }
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
    settings.greeting =
      backend.isUTF8 ? nil : "the locale is not UTF-8: what is not ASCII shows as ?"
    settings.keySeed = .random(in: .min ... .max)
    let model = Model(
      session: Session(streamID: options.url.streamID, seed: .random(in: .min ... .max)),
      settings: settings, theme: showsColor ? chosen : .monochrome, size: backend.size,
      clock: clock.read())
    backend.setMouse(true)
    var loop = TerminalLoop(
      model: model, backend: backend,
      network: TerminalLoop.Network(
        perform: io.perform, takeInputs: io.takeInputs, inquire: inquiries.perform,
        takeAnswers: inquiries.takeAnswers),
      findTheme: { name in
        guard showsColor else { throw ColorlessTerminal() }
        return try themes.theme(named: name)
      },
      readClock: { clock.read() })
    return loop.run()
  }

  /// Why the theme cannot be changed.
  private struct ColorlessTerminal: Error, CustomStringConvertible {
    var description: String { "this terminal shows no colours: the theme stays monochrome" }
  }
}
