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
    ConfigurationKey(name: "repeats") { configuration, value throws(Value.NotAllowed) in
      configuration.repeats = try value.flag()
    },
    ConfigurationKey(name: "emotes") { configuration, value throws(Value.NotAllowed) in
      configuration.emotes = try value.choice()
    },
    ConfigurationKey(name: "highlights") { configuration, value throws(Value.NotAllowed) in
      configuration.highlights = try value.list(
        atMost: 16, "queries such as [\"goal\", \"from:ada\"]"
      ) { text throws(QueryProblem) in try Query.parse(text) }
    },
    ConfigurationKey(name: "filters") { configuration, value throws(Value.NotAllowed) in
      configuration.filters = try value.list(
        atMost: Filter.limit, "queries such as [\"from:bot*\", \"re:^!\"]"
      ) { text throws(QueryProblem) in try Filter.parse(text) }
    },
    ConfigurationKey(name: "bell") { configuration, value throws(Value.NotAllowed) in
      configuration.bell = try value.choice()
    },
    ConfigurationKey(name: "reactions") { configuration, value throws(Value.NotAllowed) in
      configuration.reactions = try value.emojis(atMost: 9)
    },
    ConfigurationKey(name: "mouse") { configuration, value throws(Value.NotAllowed) in
      configuration.mouse = try value.flag()
    },
    ConfigurationKey(name: "ascii") { configuration, value throws(Value.NotAllowed) in
      configuration.ascii = try value.flag()
    },
    ConfigurationKey(name: "motion") { configuration, value throws(Value.NotAllowed) in
      configuration.motion = try value.flag()
    },
  ]

  /// Tables that hold entries of the user's own naming.
  static let sections = ["servers", "keys"]
}
