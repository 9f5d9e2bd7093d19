import LiveComments

/// What `/metrics` said, as far as `status` shows it.
///
/// Lines that do not read as a sample are passed over: the text is a stranger's.
struct Scrape {
  /// The buckets of a histogram: how many were within each bound, ascending.
  typealias Buckets = [(bound: Double, count: Double)]

  /// Samples without a stream, by name.
  private(set) var server: [String: Double] = [:]
  /// Samples of streams, by stream and name; buckets are not among them.
  private(set) var streams: [String: [String: Double]] = [:]
  /// By the name of the histogram; of streams by name and stream.
  private var buckets: [String: Buckets] = [:]

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      guard
        let match = line.wholeMatch(
          of:
            /([a-z_]+)(?:\{(?:stream="([a-z0-9_-]+)")?,?(?:le="([0-9.e+Inf-]+)")?\})? ([0-9.e+-]+)/),
        let value = Double(match.4), value.isFinite
      else { continue }
      let name = String(match.1)
      let stream = match.2.map(String.init)
      guard stream.map({ StreamID(rawValue: $0) != nil }) ?? true else { continue }
      if let le = match.3 {
        buckets[Self.key(name, stream), default: []].append((Double(le) ?? .infinity, value))
      } else if let stream {
        streams[stream, default: [:]][name] = value
      } else {
        server[name] = value
      }
    }
  }

  private static func key(_ name: String, _ stream: String?) -> String {
    stream.map { "\(name) \($0)" } ?? name
  }

  /// The bound of the bucket that holds the 95th percentile of what came since `earlier`, in seconds;
  /// nil when nothing came, or it lies above all bounds.
  func p95(_ name: String, of stream: String? = nil, since earlier: Scrape?) -> Double? {
    let key = Self.key(name + "_bucket", stream)
    guard let buckets = buckets[key] else { return nil }
    let counts = Self.increments(of: buckets, since: earlier?.buckets[key] ?? [])
    guard let total = counts.max(), total > 0 else { return nil }
    let bound = zip(buckets, counts).first { $1 >= 0.95 * total }?.0.bound
    return bound.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A histogram whose counts went back has begun anew: all that it has came since.
  private static func increments(of buckets: Buckets, since earlier: Buckets) -> [Double] {
    let counts = buckets.map(\.count)
    guard buckets.map(\.bound) == earlier.map(\.bound) else { return counts }
    let increments = zip(counts, earlier).map { $0 - $1.count }
    return increments.contains { $0 < 0 } ? counts : increments
  }
}
