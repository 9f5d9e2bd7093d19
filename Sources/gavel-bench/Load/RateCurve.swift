/// Comments a second over time, as straight lines between points.
struct RateCurve: Sendable {
  /// Seconds since the start, ascending from 0, and comments a second there.
  let points: [(second: Double, rate: Double)]

  var seconds: Double { points.last?.second ?? 0 }

  /// Quiet, a goal, the excitement that goes on, and quiet again, over `seconds`.
  static func goal(seconds: Double, quiet: Double, peak: Double) -> RateCurve {
    let shares: [(Double, Double)] = [
      (0, quiet), (0.15, quiet), (0.18, peak), (0.5, peak), (0.7, quiet), (1, quiet),
    ]
    return RateCurve(points: shares.map { ($0.0 * seconds, $0.1) })
  }

  func rate(at second: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.second > second }), next > 0 else {
      return points.last?.rate ?? 0
    }
    let (from, to) = (points[next - 1], points[next])
    let share = (second - from.second) / (to.second - from.second)
    return from.rate + (to.rate - from.rate) * share
  }

  /// Comments that are due after so many seconds.
  func due(after second: Double) -> Double {
    var sum = 0.0
    for (from, to) in zip(points, points.dropFirst()) where from.second < second {
      let end = min(second, to.second)
      sum += (end - from.second) * (from.rate + rate(at: end)) / 2
    }
    return sum
  }
}
