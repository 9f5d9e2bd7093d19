import ClientTransport

extension ConfigurationReader {
  /// `[servers.NAME]`, or `NAME = { … }` in `[servers]`.
  mutating func readServers(_ value: ConfigurationValue) {
    guard let servers = value.table else {
      return note(["servers"], "[servers] is a table of servers, each under its short name")
    }
    for (name, value) in Self.entries(servers) {
      guard Self.isShortName(name) else {
        note(["servers", name], "a short name is 1 to 64 letters, digits, - and _")
        continue
      }
      readServer(name, value)
    }
  }

  private mutating func readServer(_ name: String, _ value: ConfigurationValue) {
    let path = ["servers", name]
    guard let table = value.table else {
      return note(path, "a server is a table such as { url = \"https://HOST/streams/ID\" }")
    }
    var place: Place?
    var tokenFile: String?
    let entries = Self.entries(table)
    for (key, value) in entries {
      switch key {
      case "url": place = readPlace(value, path + [key])
      case "token_file":
        attempt(path + [key]) { _ throws(ConfigurationValue.NotAllowed) in
          tokenFile = try value.path()
        }
      default: note(path + [key], unknown(key, among: ["url", "token_file"]))
      }
    }
    guard entries.contains(where: { $0.name == "url" }) else {
      return note(path, "it needs a url: \"https://HOST:PORT\", or \"…/streams/ID\"")
    }
    guard let place else { return }
    configuration.servers[name] = Configuration.Server(place: place, tokenFile: tokenFile)
  }

  private mutating func readPlace(_ value: ConfigurationValue, _ path: [String]) -> Place? {
    guard let text = value.string else {
      note(path, "it is text: \"https://HOST:PORT\", or \"https://HOST:PORT/streams/ID\"")
      return nil
    }
    do throws(InvalidStreamURL) {
      return try Place(text)
    } catch {
      note(path, error.description)
      return nil
    }
  }

  /// A name is told from a URL and from `NAME/STREAM`.
  private static func isShortName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count)
      && name.unicodeScalars.allSatisfy {
        $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-"
          || $0 == "_"
      }
  }
}
