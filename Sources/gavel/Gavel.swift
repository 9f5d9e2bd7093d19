import ArgumentParser
import Foundation

/// Live comments in the terminal.
@main
struct Gavel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gavel",
    abstract: "Live comments in the terminal: watch, post, moderate.",
    subcommands: [
      DemoCommand.self, WatchCommand.self, TailCommand.self, PostCommand.self,
      ReactCommand.self, ModerateCommand.self, ReplayCommand.self, ThemesCommand.self,
      KeysCommand.self, ConfigCommand.self, ScreensCommand.self,
    ])

  /// Exits with 0, or with 1 and the problem on stderr (design §5.5): ArgumentParser's own exit
  /// codes would tell scripts apart what they need not.
  @MainActor static func main() async {
    // A reader that went away shows as an error of `write`, which every command handles.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let error where Gavel.exitCode(for: error) == .success {
      Gavel.exit(withError: error)
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch let complaint as Complaint {
      complaint.print()
      Foundation.exit(1)
    } catch let error where Gavel.exitCode(for: error) == .validationFailure {
      Console.writeError(lines: Gavel.fullMessage(for: error))
      Foundation.exit(1)
    } catch {
      Console.note("\(error)")
      Foundation.exit(1)
    }
  }
}
