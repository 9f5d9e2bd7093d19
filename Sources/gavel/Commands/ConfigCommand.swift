import ArgumentParser
import ClientTransport
import Foundation
import TerminalGrid

/// `gavel config check|path|example`.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Checks the configuration, or shows how one is written.",
    subcommands: [Check.self, Path.self, Example.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says everything that is wrong with the configuration.",
      discussion: "Exits with 0 when nothing is, or when there is none; else with 1.")

    @Argument(help: "The file to check; the user's own by default.", completion: .file())
    var file: String?

    func run() throws {
      let found = ConfigurationFile(
        file.map { URL(fileURLWithPath: $0) } ?? ConfigurationFile.standardURL)
      guard found.exists else {
        guard file == nil else { throw Complaint("there is no file \(found.path)") }
        return Console.note(
          "there is no \(found.path); everything is as shipped. `gavel config example` shows one")
      }
      let problems = found.problems + ConfigurationSurroundings.problems(found)
      for problem in problems { Console.note("\(problem)") }
      for warning in ConfigurationSurroundings.warnings(found) { Console.note(warning) }
      guard problems.isEmpty else { throw ExitCode(1) }
      Console.write("\(SafeText(found.path)): nothing is wrong\n")
    }
  }

  struct Path: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints where the configuration is, or would be.")

    func run() {
      Console.write("\(SafeText(ConfigurationFile.standardURL.path))\n")
    }
  }

  struct Example: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a configuration with every key, explained.",
      discussion: "It changes nothing: all of it is commented out, and says what is shipped.")

    func run() {
      Console.write(ConfigurationExample.text)
    }
  }
}
