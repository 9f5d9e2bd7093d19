import LiveComments

/// Turns what hubs have counted into series that never go backwards, with their number bounded.
///
/// Each increment is counted once: in the stream's own series when the stream has one at the scrape
/// that follows, else in `other`. So neither loses what it has when streams change places. It holds as
/// many streams as there are hubs.
struct FigureLedger: Sendable {
  struct Series: Sendable {
    /// A stream id, or `other`.
    var label: String
    var counters: StreamCounters
    var gauges: StreamGauges
  }

  private struct Entry {
    var figures: StreamFigures
    /// What of `figures` has been counted in a series.
    var counted = StreamCounters()
    /// The stream's own series.
    var own = StreamCounters()
  }

  /// Streams with a series of their own; the least active of the rest are `other`. A stream may be
  /// called `other`, too: then it is counted there.
  static let labelledStreams = 50
  static let other = "other"

  private var entries: [StreamID: Entry] = [:]
  private var folded = StreamCounters()
  /// Whether `other` has been told of, and so has to be from then on.
  private var hasFolded = false
  /// Over all streams, those that are gone included.
  private(set) var total = StreamCounters()

  /// Takes what a stream's hub has counted so far.
  mutating func note(_ figures: StreamFigures, of streamID: StreamID) {
    entries[streamID, default: Entry(figures: figures)].figures = figures
  }

  /// Takes the last figures of a hub that retires. What no scrape has seen goes to `other`; another
  /// hub of the stream begins at 0, as a server that starts does.
  mutating func retire(_ figures: StreamFigures, of streamID: StreamID) {
    let entry = entries.removeValue(forKey: streamID)
    let increments = figures.counters.since(entry?.counted ?? StreamCounters())
    guard increments != StreamCounters() else { return }
    fold(increments)
  }

  /// Counts what has come since the last scrape. Returns the series, the most active first.
  mutating func scrape() -> [Series] {
    let ranked = entries.sorted {
      let (left, right) = ($0.value.figures.gauges, $1.value.figures.gauges)
      return (left.commentsPerSecond, left.viewers, $1.key.rawValue)
        > (right.commentsPerSecond, right.viewers, $0.key.rawValue)
    }
    var series: [Series] = []
    var others = StreamGauges()
    for (index, (streamID, entry)) in ranked.enumerated() {
      var entry = entry
      let increments = entry.figures.counters.since(entry.counted)
      entry.counted = entry.figures.counters
      if index < Self.labelledStreams, streamID.rawValue != Self.other {
        total.add(increments)
        entry.own.add(increments)
        series.append(
          Series(label: streamID.rawValue, counters: entry.own, gauges: entry.figures.gauges))
      } else {
        fold(increments)
        others.add(entry.figures.gauges)
      }
      entries[streamID] = entry
    }
    if hasFolded { series.append(Series(label: Self.other, counters: folded, gauges: others)) }
    return series
  }

  private mutating func fold(_ increments: StreamCounters) {
    hasFolded = true
    folded.add(increments)
    total.add(increments)
  }
}
