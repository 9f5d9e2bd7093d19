import TerminalUI

/// What the user's `config.toml` states. Nil and empty where it states nothing.
struct Configuration: Sendable, Hashable {
  /// The token for the servers that state none of their own.
  var tokenFile: String?
  var theme: String?
  var reasons: [String]?
  /// By their short names.
  var servers: [String: Server] = [:]
  /// Together they make a keymap without conflicts.
  var keys: [KeyAssignment] = []

  /// A server, or one of its streams, under a short name.
  struct Server: Sendable, Hashable {
    var place: Place
    var tokenFile: String?
  }
}

extension Configuration {
  /// The keys as the user has them.
  var keymap: Keymap { Keymap.standard.assigning(keys).keymap }

  /// Takes over what it states.
  func apply(to settings: inout Settings) {
    if let reasons { settings.reasons = reasons }
  }
}
