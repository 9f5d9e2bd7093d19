import TOMLKit
import TerminalUI

/// A key at the top of `config.toml`: what it may be, and what it sets. The reader, the check of
/// unknown keys and the test of the example read the one table ``all``.
struct ConfigurationKey: Sendable {
  let name: String
  let take: @Sendable (inout Configuration, Value) throws(Value.NotAllowed) -> Void

  /// A value as the file states it.
  typealias Value = ConfigurationValue

  static let all: [ConfigurationKey] = [
    ConfigurationKey(name: "token_file") { configuration, value throws(Value.NotAllowed) in
      configuration.tokenFile = try value.path()
    },
    ConfigurationKey(name: "theme") { configuration, value throws(Value.NotAllowed) in
      configuration.theme = try value.text("the name of a theme; `gavel themes` lists them")
    },
    ConfigurationKey(name: "reasons") { configuration, value throws(Value.NotAllowed) in
      configuration.reasons = try value.texts(
        atMost: 9, "texts such as [\"spam\", \"off topic\"], one for each digit")
    },
    ConfigurationKey(name: "times") { configuration, value throws(Value.NotAllowed) in
      configuration.times = try value.choice()
    },
  ]

  /// Tables that hold entries of the user's own naming.
  static let sections = ["servers", "keys"]
}
