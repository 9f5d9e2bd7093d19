/// Something in a configuration that cannot be used, and what could.
struct ConfigurationProblem: Error, Hashable, CustomStringConvertible {
  let file: String
  /// Counted from 1; nil when it is not known, or nothing in the file is at fault.
  var line: Int?
  /// The key at fault, with its sections: `servers.finals.url`.
  var key: String?
  let reason: String

  var description: String {
    let place = line.map { "\(file), line \($0)" } ?? file
    return "\(place): " + (key.map { "\($0): " } ?? "") + reason
  }

  /// With the file's name alone: a whole path would leave no room on one line.
  var brief: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    return ConfigurationProblem(file: name, line: line, key: key, reason: reason).description
  }
}
