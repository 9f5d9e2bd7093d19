import LiveComments

/// Every metric of the server, with the number of streams bounded.
enum Exposition {
  /// Streams with a label of their own; the least active of the rest are `other`. A stream may be
  /// called `other`, too: then it is counted there.
  static let labelledStreams = 50

  static func text(
    streams: [(StreamID, StreamFigures)], connections: Int, process: ProcessFigures
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
    family("gavel_comments_per_second", .gauge, "Comments a second over the last 5 s.") {
      $0.commentsPerSecond
    }
    family("gavel_viewers", .gauge, "Connections that follow the stream.") { $0.viewers }
    family(
      "gavel_level", .gauge, "Level: 0 normal, 1 busy, 2 hot, 3 critical."
    ) { $0.level }
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
    text.family("gavel_connections", .gauge, "Open WebSocket and event stream connections.")
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
