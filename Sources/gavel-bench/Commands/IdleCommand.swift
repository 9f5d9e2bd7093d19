import ArgumentParser
import LiveComments

/// What a viewer costs that only stays.
struct IdleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "idle",
    abstract: "Many viewers of a stream on which nothing happens: the server's memory and CPU.",
    discussion: """
      Starts the real server on an empty database and viewers in a second process, which answer \
      heartbeats. Memory is the server's resident memory with them less that before they came, \
      without what the kernel holds in socket buffers.
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers.")
  var viewers = 15_000

  @Option(help: "How long they stay; heartbeats come every 15 s.")
  var seconds = 20.0

  func validate() throws {
    guard (1...90_000).contains(viewers), (1...600).contains(seconds) else {
      throw ValidationError("--viewers is 1 to 90000, --seconds 1 to 600")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    var report = options.report("idle")
    let outcomes = try (0..<options.runs).map { _ in
      try IdleRun(viewers: viewers, seconds: seconds).measure(in: WorkDirectory(in: nil))
    }
    report.rows = [
      Report.Row(
        name: "\(viewers) viewers",
        figures: [
          Figure("KB/viewer", outcomes.map { $0.bytesPerViewer.joined / 1_000 }, .fixed(1)),
          Figure("later", outcomes.map { $0.bytesPerViewer.later / 1_000 }, .fixed(1)),
          Figure("joins/s", outcomes.map(\.joinsPerSecond), .count),
          Figure("server", outcomes.map(\.serverCPU), .percent),
        ])
    ]
    report.notes = [
      "KB/viewer: as the last one has joined; later: after \(Int(seconds)) s. joins/s: until the last `welcome`, with",
      "256 connections being made at any time. server: share of one core while they stay.",
    ]
    try options.show(report)
  }
}
