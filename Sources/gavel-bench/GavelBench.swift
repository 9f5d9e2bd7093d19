import ArgumentParser

/// Every figure that the README quotes, reproducible.
@main
struct GavelBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gavel-bench",
    abstract: "Measures Gavel on this machine: medians over several runs, and ratios to baselines.",
    discussion: """
      Figures are those of one machine with clients and server side by side. Run it on a quiet \
      machine and from a release build: swift build -c release --product gavel-bench
      """,
    subcommands: [
      CodecCommand.self, FeedCommand.self, FanoutCommand.self, ModerationCommand.self,
      GoalCommand.self, StormCommand.self, PeersCommand.self, SubmitCommand.self,
      StalledCommand.self, IdleCommand.self, ReactionsCommand.self, IngestCommand.self,
      RenderCommand.self, ClientCommand.self, MemoryCommand.self, ViewersCommand.self,
      PeerViewersCommand.self, ReturningViewersCommand.self,
    ])
}
