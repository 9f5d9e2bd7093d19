import LiveComments

/// Every metric of the server, with the number of streams bounded.
enum Exposition {
  /// Streams with a label of their own; the least active of the rest are `other`. A stream may be
  /// called `other`, too: then it is counted there.
  static let labelledStreams = 50

  static func text(
    streams: [(StreamID, StreamFigures)], connections: Int, commits: DelayHistogram,
    process: ProcessFigures
  ) -> String {
    let series = fold(streams)
    var text = PrometheusText()
    func family(
      _ name: String, _ kind: PrometheusText.Kind, _ help: String,
      _ value: (StreamFigures) -> some CustomStringConvertible
    ) {
      text.family(name, kind, help)
      for (stream, figures) in series { text.sample(name, stream: stream, value(figures)) }
    }
    func histogram(_ name: String, _ help: String, _ value: (StreamFigures) -> DelayHistogram) {
      text.family(name, .histogram, help)
      for (stream, figures) in series { text.histogram(name, stream: stream, value(figures)) }
    }
    family("gavel_comments_published_total", .counter, "Comments published.") { $0.comments }
    family("gavel_moderation_events_total", .counter, "Moderation events published.") { $0.events }
    family("gavel_reactions_total", .counter, "Reactions taken.") { $0.reactions }
    family("gavel_comments_per_second", .gauge, "Comments a second over the last 5 s.") {
      $0.commentsPerSecond
    }
    family("gavel_viewers", .gauge, "Connections that follow the stream.") { $0.viewers }
    family(
      "gavel_level", .gauge, "Level: 0 normal, 1 busy, 2 hot, 3 critical."
    ) { $0.level }
    family(
      "gavel_sampling_ratio", .gauge, "One comment in this many goes out to viewers in frames."
    ) { $0.samplingRatio }
    family(
      "gavel_comments_sampled_out_total", .counter, "Comments that viewers' frames left out."
    ) { $0.sampledOut }
    family(
      "gavel_queue_lag_seconds", .gauge,
      "From accepting a comment to the end of its fan-out, the wait for the flush left out."
    ) { $0.lag / .seconds(1) }
    family(
      "gavel_outbound_queued_bytes", .gauge,
      "Bytes queued for connections that cannot be written to."
    ) { $0.backlog.bytes }
    family("gavel_slow_viewers", .gauge, "Connections that cannot be written to.") {
      $0.backlog.stalled
    }
    family(
      "gavel_deliveries_total", .counter,
      "Frames of live comments delivered to connections that were writable in the second before."
    ) { $0.counts.deliveries.total }
    family(
      "gavel_deliveries_in_target_total", .counter,
      "Those of the deliveries that came within the target after accepting."
    ) { $0.counts.deliveries.inTarget }
    family(
      "gavel_deliveries_skipped_total", .counter,
      "Connections that a fan-out pass left behind because they could not be written to."
    ) { $0.counts.deliveries.skipped }
    family("gavel_seen_total", .counter, "Answers of clients to heartbeats.") { $0.counts.seen }
    family(
      "gavel_seen_in_target_total", .counter,
      "Answers by which the client had all that was accepted before the target."
    ) { $0.counts.seenInTarget }
    family("gavel_reconnects_total", .counter, "Joins of clients that had been here before.") {
      $0.counts.reconnects
    }
    family(
      "gavel_joins_put_off_total", .counter, "Joins that were told to come back: too many at once."
    ) { $0.counts.putOff }
    histogram("gavel_publish_delay_seconds", "From accepting a comment to its publication.") {
      $0.publish
    }
    histogram(
      "gavel_visible_delay_seconds",
      "From accepting the oldest comment of a flush to the end of the first pass after it."
    ) { $0.visible }
    histogram(
      "gavel_moderation_delay_seconds", "From accepting a moderation request to its fan-out."
    ) { $0.moderation }
    text.family("gavel_commit_seconds", .histogram, "How long a commit of the log takes.")
    text.histogram("gavel_commit_seconds", commits)
    text.family("gavel_connections", .gauge, "Connections that follow a stream: WebSockets, event streams, long polls.")
    text.sample("gavel_connections", connections)
    process.write(to: &text)
    return text.text
  }

  private static func fold(
    _ streams: [(StreamID, StreamFigures)]
  ) -> [(String, StreamFigures)] {
    let ranked = streams.sorted {
      ($0.1.commentsPerSecond, $0.1.viewers, $1.0.rawValue)
        > ($1.1.commentsPerSecond, $1.1.viewers, $0.0.rawValue)
    }
    var series: [(String, StreamFigures)] = []
    var other: StreamFigures?
    for (index, (streamID, figures)) in ranked.enumerated() {
      if index < labelledStreams, streamID.rawValue != "other" {
        series.append((streamID.rawValue, figures))
      } else {
        var sum = other ?? StreamFigures()
        sum.add(figures)
        other = sum
      }
    }
    if let other { series.append(("other", other)) }
    return series
  }
}
