/// The text exposition format of Prometheus, version 0.0.4.
struct PrometheusText {
  enum Kind: String {
    case counter, gauge, histogram
  }

  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  /// Begins a family; its samples follow.
  mutating func family(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// - Parameter stream: a stream id, which needs no escaping, or `other`.
  mutating func sample(_ name: String, stream: String? = nil, _ value: some CustomStringConvertible)
  {
    text += name + (stream.map { "{stream=\"\($0)\"}" } ?? "") + " \(value)\n"
  }

  /// A sample with one label, whose value needs no escaping.
  mutating func sample(_ name: String, _ label: String, _ labelValue: String, _ value: Int) {
    text += "\(name){\(label)=\"\(labelValue)\"} \(value)\n"
  }

  /// - Parameter stream: as for `sample`.
  mutating func histogram(_ name: String, stream: String? = nil, _ histogram: DelayHistogram) {
    let label = stream.map { "stream=\"\($0)\"," } ?? ""
    var total = 0
    for (bound, count) in zip(DelayHistogram.bounds, histogram.counts) {
      total += count
      text += "\(name)_bucket{\(label)le=\"\(Double(bound) / 1e6)\"} \(total)\n"
    }
    text += "\(name)_bucket{\(label)le=\"+Inf\"} \(histogram.count)\n"
    sample("\(name)_sum", stream: stream, Double(histogram.sumMicroseconds) / 1e6)
    sample("\(name)_count", stream: stream, histogram.count)
  }
}
