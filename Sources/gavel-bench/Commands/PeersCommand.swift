import ArgumentParser

/// The same work by Gavel and by others, in turn.
struct PeersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peers",
    abstract: "The same fan-out by Gavel, uWebSockets and Nchan beside it, as ratios.",
    discussion: """
      In every run each server gets the same viewers and the same comments in turn. Gavel also \
      stores each comment on disk, says what a batch covers and sends it to every viewer in one \
      frame; the peers send each comment as a message of its own and store nothing. Their drivers \
      are made in a temporary directory.

      uWebSockets: \(Peer.uWebSockets.installation).
      Nchan: \(Peer.nchan.installation).
      """)

  @OptionGroup var options: MeasurementOptions

  @Option(help: "Viewers.")
  var viewers = 2_000

  @Option(help: "Comments per second.")
  var rate = 500.0

  @Option(help: "Length of the measured window of each run.")
  var seconds = 10.0

  @Option(help: "The Python that has socketify.")
  var python = "python3"

  @Option(help: "Measure this peer only: uWebSockets or Nchan.")
  var only: String?

  func validate() throws {
    guard viewers >= 1, rate > 0, (1...600).contains(seconds) else {
      throw ValidationError("--viewers is at least 1, --rate above 0, --seconds 1 to 600")
    }
    guard only == nil || only.flatMap(Peer.init(rawValue:)) != nil else {
      throw ValidationError(
        "--only is one of \(Peer.allCases.map(\.rawValue).joined(separator: ", "))")
    }
  }

  func run() throws {
    DescriptorLimit.raise()
    let peers = only.flatMap(Peer.init(rawValue:)).map { [$0] } ?? Peer.allCases
    var own: [FanoutRun.Outcome] = []
    var others: [Peer: [PeerRun.Outcome]] = [:]
    for _ in 0..<options.runs {
      own.append(
        try FanoutRun(viewers: viewers, rate: rate, seconds: seconds, isStamping: true)
          .measure(in: WorkDirectory(in: nil)))
      for peer in peers {
        others[peer, default: []].append(
          try PeerRun(peer: peer, viewers: viewers, rate: rate, seconds: seconds, python: python)
            .measure(in: WorkDirectory(in: nil)))
      }
    }
    var report = options.report("peers, \(viewers) viewers × \(Int(rate))/s")
    let baseline = own.map(\.window)
    report.rows = [row("Gavel", baseline, own.map(\.accepted), baseline)]
    for peer in peers {
      let outcomes = others[peer] ?? []
      report.rows.append(
        row(peer.rawValue, outcomes.map(\.window), outcomes.map(\.published), baseline))
    }
    report.notes = [
      "server: share of one core, user and system, of all its processes. p95: from submitted to received,",
      "of a sample. ns: the server's CPU time per delivery. delivered: of what the server took. Gavel/it:",
      "Gavel's figure to the left as a multiple of this server's, in the same runs.",
    ]
    try options.show(report)
  }

  private func row(
    _ name: String, _ windows: [ViewerWindow], _ taken: [Int], _ baseline: [ViewerWindow]
  ) -> Report.Row {
    func figures(
      _ heading: String, _ style: Figure.Style, _ value: (ViewerWindow) -> Double
    ) -> [Figure] {
      [
        Figure(heading, windows.map(value), style),
        Figure(
          "Gavel/it", zip(baseline, windows).map { value($0) / max(1e-9, value($1)) }, .ratio),
      ]
    }
    return Report.Row(
      name: name,
      figures: figures("deliveries/s", .count) { Double($0.deliveries) / $0.seconds }
        + figures("server", .percent) { $0.serverCPUSeconds / $0.seconds }
        + figures("ns", .count) { $0.serverCPUSeconds * 1e9 / Double(max(1, $0.deliveries)) }
        + figures("p95 ms", .fixed(0)) { $0.submitLatency.p95 }
        + [
          Figure(
            "delivered",
            zip(windows, taken).map {
              Double($0.deliveries) / (Double(max(1, $1)) * Double(viewers))
            }, .percent)
        ])
  }
}
