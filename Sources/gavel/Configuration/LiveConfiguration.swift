import TerminalUI

/// Turns edits of `config.toml` into news while the terminal program runs. What cannot be used
/// leaves everything as it was.
struct LiveConfiguration {
  private let watch: ConfigurationWatch
  /// The theme that the command line asked for, which no edit changes.
  private let fixedTheme: String?
  /// Sets what the command line and the terminal decide, whatever the file says.
  private let fix: @Sendable (inout Settings) -> Void
  private var current: Configuration

  /// - Parameter file: as it was read first.
  init(
    _ file: ConfigurationFile, fixedTheme: String?,
    fix: @escaping @Sendable (inout Settings) -> Void = { _ in }, watch: ConfigurationWatch
  ) {
    self.watch = watch
    self.fix = fix
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
    let change: @Sendable (inout Settings) -> Void = { [fix] settings in
      now.apply(to: &settings, replacing: before)
      fix(&settings)
    }
    return News(message: .reconfigured(change, now.keymap), theme: isNew ? theme : nil)
  }
}
