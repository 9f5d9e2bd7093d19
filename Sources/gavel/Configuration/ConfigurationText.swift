import TOMLKit
import TerminalUI

/// Reads the text of `config.toml`. Does no I/O.
///
/// What is sound is taken even when something else is not, but for the keys: a keymap that is only
/// half the user's own is taken not at all.
enum ConfigurationText {
  /// - Parameter file: what problems call the text.
  /// - Returns: problems in the order of the file; none when all of it can be used.
  static func read(
    _ text: String, file: String
  ) -> (configuration: Configuration, problems: [ConfigurationProblem]) {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let problem = ConfigurationProblem(
        file: file, line: error.source.begin.line, reason: error.description)
      return (Configuration(), [problem])
    } catch {
      let problem = ConfigurationProblem(file: file, reason: "it is not TOML: \(error)")
      return (Configuration(), [problem])
    }
    var reader = ConfigurationReader(file: file, lines: TOMLLines(text))
    reader.read(table)
    // Those whose line is not known come first: they are about the file as a whole.
    let problems = reader.problems.enumerated().sorted {
      ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
    }
    return (reader.configuration, problems.map(\.element))
  }
}

/// Turns the values of a file into a configuration, and notes what it cannot use.
struct ConfigurationReader {
  let file: String
  let lines: TOMLLines
  var configuration = Configuration()
  private(set) var problems: [ConfigurationProblem] = []

  init(file: String, lines: TOMLLines) {
    self.file = file
    self.lines = lines
  }

  mutating func read(_ table: TOMLTable) {
    let known = ConfigurationKey.all.map(\.name) + ConfigurationKey.sections
    for (name, value) in Self.entries(table) {
      switch name {
      case "servers": readServers(value)
      case "keys": readKeys(value)
      default:
        guard let key = ConfigurationKey.all.first(where: { $0.name == name }) else {
          note([name], unknown(name, among: known))
          continue
        }
        attempt([name]) { reader throws(ConfigurationValue.NotAllowed) in
          try key.take(&reader.configuration, value)
        }
      }
    }
  }

  /// In the order of the names, which is all that the parser keeps.
  static func entries(_ table: TOMLTable) -> [(name: String, value: ConfigurationValue)] {
    table.keys.compactMap { name in table[name].map { (name, ConfigurationValue($0)) } }
  }

  mutating func attempt(
    _ path: [String],
    _ body: (inout ConfigurationReader) throws(ConfigurationValue.NotAllowed) -> Void
  ) {
    do throws(ConfigurationValue.NotAllowed) {
      try body(&self)
    } catch {
      note(path, error.reason)
    }
  }

  mutating func note(_ path: [String], _ reason: String) {
    problems.append(
      ConfigurationProblem(
        file: file, line: lines.line(of: path), key: path.joined(separator: "."), reason: reason))
  }

  /// What to say of a key that is not known.
  func unknown(_ name: String, among known: [String]) -> String {
    if name == "token" {
      return "a token does not stand here: put it into a file, and name that by token_file"
    }
    let hint =
      NearestName.of(name, among: known).map { "did you mean \($0)?" }
      ?? "there are \(known.joined(separator: ", "))"
    return "there is no such key; \(hint)"
  }
}
