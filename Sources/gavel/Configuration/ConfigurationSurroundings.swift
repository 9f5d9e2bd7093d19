import ClientTransport
import Foundation

/// What a configuration names outside itself: its theme, and the token files.
enum ConfigurationSurroundings {
  static func problems(_ file: ConfigurationFile) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    if let name = file.configuration.theme {
      do throws(ThemeFile.Problem) {
        _ = try ThemeLibrary.standard.theme(named: name)
      } catch {
        problems.append(
          problem(file, ["theme"], error.description))
      }
    }
    for (key, path) in tokenFiles(file.configuration) {
      do throws(TokenFile.Unreadable) {
        _ = try TokenFile(path: path)
      } catch {
        problems.append(problem(file, key, error.description))
      }
    }
    if file.configuration.tokenFile != nil, file.configuration.servers.isEmpty,
      file.problems.isEmpty
    {
      problems.append(
        problem(
          file, ["token_file"], "it is shown to the servers of [servers] only, and there are none"))
    }
    return problems
  }

  private static func problem(
    _ file: ConfigurationFile, _ key: [String], _ reason: String
  ) -> ConfigurationProblem {
    ConfigurationProblem(
      file: file.path, line: file.lines.line(of: key), key: key.joined(separator: "."),
      reason: reason)
  }

  /// Files that others can read.
  static func warnings(_ file: ConfigurationFile) -> [String] {
    tokenFiles(file.configuration).compactMap { (try? TokenFile(path: $0.path))?.warning }
  }

  /// Every token file, once, with the first key that names it.
  private static func tokenFiles(_ configuration: Configuration) -> [(key: [String], path: String)]
  {
    var found: [(key: [String], path: String)] = []
    if let path = configuration.tokenFile { found.append((["token_file"], path)) }
    for (name, server) in configuration.servers.sorted(by: { $0.key < $1.key }) {
      if let path = server.tokenFile { found.append((["servers", name, "token_file"], path)) }
    }
    var seen: Set<String> = []
    return found.map { ($0.key, ConfigurationDirectory.path(of: $0.path)) }
      .filter { seen.insert($0.path).inserted }
  }
}
