import LiveComments

/// Every metric of the server.
///
/// What is counted comes twice: by stream, and under `gavel_server_…` over all of them, since a stream
/// that nobody watches has no series, and one that is gone loses its own.
enum Exposition {
  static func text(
    _ figures: HubRegistry.Figures, connections: ConnectionCount, commits: DelayHistogram,
    process: ProcessFigures
  ) -> String {
    var text = PrometheusText()
    writeCounters(figures, to: &text)
    writeDelays(figures, to: &text)
    writeGauges(figures.series, to: &text)
    text.family("gavel_commit_seconds", .histogram, "How long a commit of the log takes.")
    text.histogram("gavel_commit_seconds", commits)
    text.family(
      "gavel_connections", .gauge,
      "Connections that follow a stream: WebSockets, event streams, long polls.")
    text.sample("gavel_connections", connections.value)
    writeEnded(connections.ended, to: &text)
    process.write(to: &text)
    return text.text
  }

  /// Codes that tell an operator something are there from the start, so that their rate is, too.
  private static let notableCodes: [CloseCode] = [.slowConsumer, .drain, .silent, .tooMany]

  private static func writeEnded(_ ended: [CloseCode: Int], to text: inout PrometheusText) {
    let name = "gavel_connections_ended_total"
    text.family(
      name, .counter,
      "Connections that the server ended, by close code: 4001 cannot keep up, 4002 drain or put off, "
        + "4003 silent, 4429 no place.")
    let codes = Set(ended.keys).union(notableCodes).sorted { $0.rawValue < $1.rawValue }
    for code in codes { text.sample(name, "code", "\(code.rawValue)", ended[code] ?? 0) }
  }

  private static let perStream = "gavel_"
  private static let overAll = "gavel_server_"
  private static let overAllHelp = " Over all streams."

  private static func writeCounters(_ figures: HubRegistry.Figures, to text: inout PrometheusText) {
    func family(
      _ name: String, _ help: String, total: Int? = nil, _ value: (StreamCounters) -> Int
    ) {
      text.family(perStream + name, .counter, help)
      for series in figures.series {
        text.sample(perStream + name, stream: series.label, value(series.counters))
      }
      text.family(overAll + name, .counter, help + overAllHelp)
      text.sample(overAll + name, total ?? value(figures.total))
    }
    family("comments_published_total", "Comments published.", total: figures.published.comments) {
      $0.comments
    }
    family(
      "moderation_events_total", "Moderation events published.", total: figures.published.events
    ) { $0.events }
    family("reactions_total", "Reactions taken.") { $0.reactions }
    family("comments_sampled_out_total", "Comments that viewers' frames left out.") {
      $0.sampledOut
    }
    family(
      "deliveries_total",
      "Frames of live comments delivered to connections that were writable in the second before."
    ) { $0.loops.deliveries.total }
    family(
      "deliveries_in_target_total",
      "Those of the deliveries that came within the target after accepting."
    ) { $0.loops.deliveries.inTarget }
    family(
      "deliveries_skipped_total",
      "Connections that a fan-out pass left behind because they could not be written to."
    ) { $0.loops.deliveries.skipped }
    family("seen_total", "Answers of clients to heartbeats.") { $0.loops.seen }
    family(
      "seen_in_target_total",
      "Answers by which the client had all that was accepted before the target."
    ) { $0.loops.seenInTarget }
    family("joins_total", "Joins, of new clients and of those that come back.") {
      $0.loops.joins
    }
    family(
      "reconnects_total",
      "Those of the joins that cannot be a first one: what had been missed was older than 5 s, the "
        + "position was of another epoch, or a browser reconnected by itself. Who comes back sooner, "
        + "or has missed nothing, is counted as a join only."
    ) { $0.loops.reconnects }
    family("joins_put_off_total", "Joins that were told to come back: too many at once.") {
      $0.loops.putOff
    }
  }

  private static func writeDelays(_ figures: HubRegistry.Figures, to text: inout PrometheusText) {
    func family(
      _ name: String, _ help: String, total: DelayHistogram? = nil,
      _ value: (StreamCounters) -> DelayHistogram
    ) {
      text.family(perStream + name, .histogram, help)
      for series in figures.series {
        text.histogram(perStream + name, stream: series.label, value(series.counters))
      }
      text.family(overAll + name, .histogram, help + overAllHelp)
      text.histogram(overAll + name, total ?? value(figures.total))
    }
    family(
      "publish_delay_seconds", "From accepting a comment to its publication.",
      total: figures.published.publish
    ) { $0.publish }
    family(
      "visible_delay_seconds",
      "From accepting the oldest visible comment of a flush to the end of the slowest event loop's "
        + "pass that wrote the flush to the viewers that could be written to."
    ) { $0.visible }
    family(
      "moderation_delay_seconds",
      "From accepting a moderation request to the end of the slowest event loop's pass that wrote "
        + "its event to the viewers that could be written to."
    ) { $0.moderation }
  }

  private static func writeGauges(
    _ series: [FigureLedger.Series], to text: inout PrometheusText
  ) {
    func family(
      _ name: String, _ help: String, _ value: (StreamGauges) -> some CustomStringConvertible
    ) {
      text.family(name, .gauge, help)
      for series in series { text.sample(name, stream: series.label, value(series.gauges)) }
    }
    family("gavel_comments_per_second", "Comments a second over the last 5 s.") {
      $0.commentsPerSecond
    }
    family("gavel_viewers", "Connections that follow the stream.") { $0.viewers }
    family("gavel_level", "Level: 0 normal, 1 busy, 2 hot, 3 critical.") { $0.level }
    family(
      "gavel_sampling_one_in", "One comment in this many goes out to viewers in frames."
    ) { $0.samplingRatio }
    family(
      "gavel_queue_lag_seconds",
      "From accepting a comment to the end of its fan-out, the wait for the flush left out."
    ) { $0.lag / .seconds(1) }
    family(
      "gavel_outbound_queued_bytes", "Bytes queued for connections that cannot be written to."
    ) { $0.backlog.bytes }
    family("gavel_slow_viewers", "Connections that cannot be written to.") { $0.backlog.stalled }
  }
}
