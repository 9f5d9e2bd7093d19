import ClientCore
import TerminalGrid

/// Rate, latency and viewers of the last ten minutes: as charts where there is room, as sparklines
/// where there is little, and in words for those who want no pictures.
struct StreamCharts {
  private let text: PaneText
  private let settings: Settings
  private let samples: StreamSamples
  private let viewers: Int
  private let rate: Double

  init(_ model: Model, _ text: PaneText) {
    self.text = text
    settings = model.settings
    samples = model.samples
    viewers = model.stream.viewers
    rate = model.stream.commentsPerSecond
  }

  /// Rows of one chart: beyond that it says no more.
  private static let tallest = 4
  /// Of a row: the left margin, the axis and the right margin.
  private static let frameColumns = 3

  /// A title and two rows for each of three charts, and the line of times.
  static let leastRows = 10

  func rows(atMost limit: Int) -> [PaneRow] {
    guard settings.motion else { return words }
    let graphs = graphs(latency: latencyWords(hasDots: true))
    let height = min(Self.tallest, (limit - graphs.count - 1) / graphs.count)
    let columns = text.columns - Chart.labelColumns - Self.frameColumns
    guard height >= 2, columns >= 10 else { return sparklines }
    return graphs.flatMap { rows($0, columns: columns, height: height) } + [times(columns)]
  }

  /// One of the charts, with what its title says.
  private struct Graph {
    let title: String
    let summary: String
    let chart: Chart
  }

  private func graphs(latency: String) -> [Graph] {
    let known = samples.samples
    return [
      Graph(
        title: "comments/s", summary: rateWords,
        chart: chart(known.map { $0?.commentsPerSecond }) { Figure.rate($0) }),
      Graph(
        title: "latency", summary: latency,
        chart: chart(
          known.map { $0?.p50.map(Double.init) }, line: known.map { $0?.p95.map(Double.init) }
        ) { Figure.delay(Int($0)) }),
      Graph(
        title: "viewers", summary: viewerWords,
        chart: chart(known.map { ($0?.viewers).map(Double.init) }) { Figure.short(Int($0)) }),
    ]
  }

  private func chart(
    _ filled: [Double?], line: [Double?] = [], label: @escaping (Double) -> String
  ) -> Chart {
    Chart(filled: filled, line: line, capacity: StreamSamples.capacity, label: label)
  }

  private func rows(_ graph: Graph, columns: Int, height: Int) -> [PaneRow] {
    let kind: DotCanvas.Kind = settings.ascii ? .ascii : .braille
    let picture = graph.chart.rows(columns: columns, rows: height, kind: kind)
    return [title(graph)]
      + picture.map { label, dots in
        let gap = String(repeating: " ", count: max(0, Chart.labelColumns - label.count))
        return PaneRow(segments: [
          Segment(gap + label, text.theme[.secondary]), Segment("│", text.theme[.divider]),
          Segment(dots, text.theme[.chart]),
        ])
      }
  }

  private func title(_ graph: Graph) -> PaneRow {
    PaneRow(segments: [
      Segment(graph.title + "  ", text.theme[.accent]), Segment(graph.summary, text.theme[.text]),
    ])
  }

  /// The line of times under the charts.
  private func times(_ columns: Int) -> PaneRow {
    let (left, right) = ("10 min ago", "now")
    let gap = String(repeating: " ", count: max(1, columns - left.count - right.count))
    let margin = String(repeating: " ", count: Chart.labelColumns + 1)
    return PaneRow(segments: [Segment(margin + left + gap + right, text.theme[.secondary])])
  }

  /// One row for each, where there is no room for more: of the same ten minutes, several samples to a
  /// block.
  private var sparklines: [PaneRow] {
    [text.row("Last 10 minutes", .accent)]
      + graphs(latency: latencyWords(hasDots: false)).flatMap { graph -> [PaneRow] in
        let blocks = Sparkline.blocks(graph.chart.largest(columns: Self.blocks))
        let known = blocks.contains { $0 != " " } ? blocks + "  " : ""
        return text.pair(graph.title, known + graph.summary)
      }
  }

  private static let blocks = 12

  private var words: [PaneRow] {
    graphs(latency: latencyWords(hasDots: false)).flatMap { text.pair($0.title, $0.summary) }
  }
}

extension StreamCharts {
  private var rateWords: String {
    // Of the same samples: what the server measures is over another time.
    guard let newest = samples.samples.last,
      let most = samples.samples.compactMap({ $0?.commentsPerSecond }).max()
    else { return "\(Figure.rate(rate)) now" }
    let now = newest.map { "\(Figure.rate($0.commentsPerSecond)) now  " } ?? ""
    return "\(now)\(Figure.rate(most)) at most"
  }

  /// The newest sample that has comments; clocks that differ are said, since the figures depend on
  /// them.
  private func latencyWords(hasDots: Bool) -> String {
    let newest = samples.samples.last { $0?.p50 != nil }
    guard let newest, let sample = newest, let p50 = sample.p50, let p95 = sample.p95 else {
      return "no comments measured yet"
    }
    let skew = samples.skew.milliseconds
    let clocks =
      skew == 0
      ? "" : "  clock \(Figure.delay(abs(skew))) \(skew > 0 ? "ahead" : "behind"), taken off"
    let dots = hasDots ? " (dots)" : ""
    return "p50 \(Figure.delay(p50))  p95 \(Figure.delay(p95))\(dots)\(clocks)"
  }

  private var viewerWords: String {
    let most = samples.samples.compactMap { $0?.viewers }.max()
    return "\(Figure.grouped(viewers)) now" + (most.map { "  \(Figure.grouped($0)) at most" } ?? "")
  }
}
