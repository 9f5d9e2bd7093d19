import TerminalUI

/// Turns edits of `config.toml` into news while the terminal program runs. What cannot be used
/// leaves everything as it was.
struct LiveConfiguration {
  private let watch: ConfigurationWatch
  /// The theme that the command line asked for, which no edit changes.
  private let fixedTheme: String?
  private var current: Configuration

  /// - Parameter file: as it was read first.
  init(_ file: ConfigurationFile, fixedTheme: String?, watch: ConfigurationWatch) {
    self.watch = watch
    self.fixedTheme = fixedTheme
    current = file.configuration
  }

  /// What an edit means.
  struct News {
    let message: Message
    /// The theme to turn to, when the file names another.
    var theme: String?
  }

  /// What has become of the file since the last call; nil when nothing that matters has happened.
  mutating func takeNews() -> News? {
    guard let file = watch.takeNews() else { return nil }
    if let complaint = file.complaint { return News(message: .configurationRefused(complaint)) }
    let (before, now) = (current, file.configuration)
    guard before != now else { return nil }
    current = now
    let theme = now.theme ?? BuiltInThemes.defaultName
    let isNew = fixedTheme == nil && theme != before.theme ?? BuiltInThemes.defaultName
    return News(
      message: .reconfigured({ now.apply(to: &$0, replacing: before) }, now.keymap),
      theme: isNew ? theme : nil)
  }
}
