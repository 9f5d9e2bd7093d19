import Foundation

/// Where the user's configuration lives: `$XDG_CONFIG_HOME/gavel`, else `~/.config/gavel`.
enum ConfigurationDirectory {
  static var url: URL { url(environment: ProcessInfo.processInfo.environment) }

  /// A relative `XDG_CONFIG_HOME` is ignored, as the XDG base directory specification asks.
  static func url(environment: [String: String]) -> URL {
    let base: URL
    if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") {
      base = URL(fileURLWithPath: path, isDirectory: true)
    } else {
      base = HomeDirectory.url(environment: environment)
        .appendingPathComponent(".config", isDirectory: true)
    }
    return base.appendingPathComponent("gavel", isDirectory: true)
  }

  /// A path as a configuration states it: `~/` is the home directory, and what is relative begins
  /// at the configuration's directory.
  static func path(
    of text: String, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String {
    if text == "~" || text.hasPrefix("~/") {
      return HomeDirectory.url(environment: environment).path + text.dropFirst()
    }
    return text.hasPrefix("/")
      ? text : url(environment: environment).appendingPathComponent(text).path
  }
}
