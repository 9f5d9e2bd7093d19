import ArgumentParser
import TerminalGrid

/// Whether `gavel watch` grows with what it has shown.
struct MemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract: "Memory of gavel watch while a long evening passes: a million comments, in minutes.")

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Comments in all.")
  var comments = 1_000_000

  @Option(help: "Comments per second.")
  var rate = 5_000

  func validate() throws {
    guard (10_000...100_000_000).contains(comments) else {
      throw ValidationError("--comments is 10000 to 100000000")
    }
    guard (100...20_000).contains(rate) else { throw ValidationError("--rate is 100 to 20000") }
  }

  func run() throws {
    var report = options.report("memory")
    report.runs = 1
    let scene = try WatchScene(
      size: TerminalSize(columns: 120, rows: 40), in: WorkDirectory(in: nil), isSilent: true)
    defer { scene.terminal.end() }
    var first: Double?
    for tenth in 1...10 {
      while scene.pool.tally.accepted < comments * tenth / 10 {
        try scene.pool.run(seconds: 0.5, rate: Double(rate))
      }
      let resident = Double(try scene.usage().residentBytes) / 1_048_576
      let baseline = first ?? resident
      first = baseline
      report.rows.append(
        Report.Row(
          name: "after \(scene.pool.tally.accepted) comments",
          figures: [
            Figure("MiB resident", [resident], .fixed(1)),
            Figure("first", [resident / baseline], .ratio),
          ]))
    }
    report.notes = ["Resident memory of gavel watch at 120×40; the timeline holds 5,000 comments."]
    try options.show(report)
  }
}
