import TerminalUI

/// What the user's `config.toml` states. Nil and empty where it states nothing.
struct Configuration: Sendable, Hashable {
  /// The token for the servers that state none of their own.
  var tokenFile: String?
  var theme: String?
  var reasons: [String]?
  var times: TimeStyle?
  /// Whether near-identical comments are folded into one line.
  var repeats: Bool?
  var emotes: Emotes?
  var highlights: [Query]?
  var filters: [Filter]?
  var bell: Settings.Bell?
  var reactions: [String]?
  var mouse: Bool?
  var ascii: Bool?
  var motion: Bool?
  /// By their short names.
  var servers: [String: Server] = [:]
  /// Together they make a keymap without conflicts.
  var keys: [KeyAssignment] = []

  /// How emote shortcodes are shown; as `:set emotes` calls it.
  enum Emotes: String, Sendable, Hashable, CaseIterable {
    case short, full
  }

  /// A server, or one of its streams, under a short name.
  struct Server: Sendable, Hashable {
    var place: Place
    var tokenFile: String?
  }
}

extension Configuration {
  /// The keys as the user has them.
  var keymap: Keymap { Keymap.standard.assigning(keys).keymap }

  private var shortensEmotes: Bool? { emotes.map { $0 == .short } }

  /// Takes over what it states.
  /// - Parameter old: what was applied before. Only what differs from it is changed, so that what the
  ///   user has set meanwhile stays; what it no longer states is as shipped.
  func apply(to settings: inout Settings, replacing old: Configuration = Configuration()) {
    let shipped = Settings()
    func take<Value: Equatable>(
      _ stated: KeyPath<Configuration, Value?>, _ setting: WritableKeyPath<Settings, Value>
    ) {
      guard self[keyPath: stated] != old[keyPath: stated] else { return }
      settings[keyPath: setting] = self[keyPath: stated] ?? shipped[keyPath: setting]
    }
    take(\.reasons, \.reasons)
    take(\.times, \.times)
    take(\.repeats, \.collapsesRepeats)
    take(\.shortensEmotes, \.shortensEmotes)
    take(\.highlights, \.highlights)
    take(\.filters, \.filters)
    take(\.bell, \.bell)
    take(\.reactions, \.reactions)
    take(\.mouse, \.mouse)
    take(\.ascii, \.ascii)
    take(\.motion, \.motion)
  }
}
