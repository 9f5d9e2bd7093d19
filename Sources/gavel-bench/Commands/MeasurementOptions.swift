import ArgumentParser

/// What every measurement takes.
struct MeasurementOptions: ParsableArguments {
  @Option(help: "How many times each row is measured; the table gives the median.")
  var runs = 5

  @Flag(help: "Print JSON with the value of every run.")
  var json = false

  func validate() throws {
    guard runs >= 1 else { throw ValidationError("--runs is at least 1") }
    try BuildConfiguration.requireRelease()
  }

  func report(_ title: String) -> Report {
    Report(title: title, machine: .current(), runs: runs)
  }

  func show(_ report: Report) throws {
    print(json ? try report.json() : report.text())
  }
}
