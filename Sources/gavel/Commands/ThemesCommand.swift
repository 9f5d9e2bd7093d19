import ArgumentParser
import Foundation
import TerminalGrid
import TerminalUI

/// `gavel themes [NAME]`.
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "Lists the themes, or shows what one looks like.",
    discussion: """
      Themes of your own are TOML files in $XDG_CONFIG_HOME/gavel/themes; how one is written \
      stands at the head of themes/dark.toml.
      """)

  @Argument(help: "The theme to show.")
  var name: String?

  func run() throws {
    let library = ThemeLibrary.standard
    if let name {
      do throws(ThemeFile.Problem) {
        let theme = try library.theme(named: name)
        Console.write(ThemePreview(theme, depth: Self.depth).text)
      } catch {
        throw Complaint(error.description)
      }
      return
    }
    let names = library.names
    let width = names.map { SafeText($0).columns }.max() ?? 0
    for name in names {
      let summary: String
      do throws(ThemeFile.Problem) {
        summary = try library.theme(named: name).summary
      } catch {
        summary = "broken: \(error)"
      }
      let padding = String(repeating: " ", count: width - SafeText(name).columns)
      Console.write("\(SafeText(name))\(padding)  \(SafeText(summary))\n")
    }
  }

  /// Colour is for people: on a terminal, unless they do without (https://no-color.org).
  private static var depth: ColorDepth {
    let environment = ProcessInfo.processInfo.environment
    let type = environment["TERM", default: "dumb"]
    guard isatty(STDOUT_FILENO) == 1, type != "dumb" else { return .none }
    return .detect(
      environment: environment, colors: type.contains("256") ? 256 : 8,
      isDirect: type.contains("direct"))
  }
}
