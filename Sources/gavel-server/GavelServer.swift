import ArgumentParser

/// The server's program: flags and wiring; the work is `CommentServer`'s.
@main
struct GavelServer: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gavel-server",
    abstract: "Serves live comments over HTTP and WebSocket from one SQLite database.",
    subcommands: [
      ServeCommand.self, TokenCommand.self, AuditCommand.self, DashboardsCommand.self,
      StatusCommand.self,
    ])
}
