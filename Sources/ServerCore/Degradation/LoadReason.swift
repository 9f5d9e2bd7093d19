/// One limit that a stream's load is beyond: why a level is on.
public enum LoadReason: Sendable, Hashable {
  case commentsPerSecond(Double, over: Double)
  case lag(Duration, over: Duration)
  case outboundBytes(Int, over: Int)
  case clientsBehind(Int, over: Int)
  case deliveredInTarget(Double, below: Double)
}

extension LoadReason: CustomStringConvertible {
  /// For moderators and operators: `340 comments/s (over 300)`.
  public var description: String {
    switch self {
    case .commentsPerSecond(let rate, let limit):
      "\(Self.rate(rate, over: limit)) comments/s (over \(Self.number(limit)))"
    case .lag(let lag, let limit):
      "lag \(Self.milliseconds(lag, .up)) ms (over \(Self.milliseconds(limit, .down)))"
    case .outboundBytes(let bytes, let limit): "\(bytes) bytes queued (over \(limit))"
    case .clientsBehind(let count, let limit): "\(count) clients behind (over \(limit))"
    case .deliveredInTarget(let share, let limit):
      "\(Self.percent(share)) % in time (below \(Self.percent(limit)))"
    }
  }

  /// A tenth below 100, whole above, and rounded up where it would read as the limit itself.
  private static func rate(_ rate: Double, over limit: Double) -> String {
    let scale: Double = rate < 100 ? 10 : 1
    let rounded = (rate * scale).rounded() / scale
    return number(rounded > limit ? rounded : (rate * scale).rounded(.up) / scale)
  }

  /// Without decimals when it has none.
  private static func number(_ value: Double) -> String {
    Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  /// The lag is rounded up and its limit down: what is over never reads as the limit itself.
  private static func milliseconds(
    _ duration: Duration, _ rule: FloatingPointRoundingRule
  ) -> Int { Int((duration / .milliseconds(1)).rounded(rule)) }

  /// Rounded down to a tenth: what is below a limit never reads as the limit itself.
  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded(.down))
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}

extension LoadTrigger {
  /// The limits that `signals` are beyond; empty when the trigger is not met.
  public func reasons(in signals: LoadSignals) -> [LoadReason] {
    var reasons: [LoadReason] = []
    if let limit = commentsPerSecond, signals.commentsPerSecond > limit {
      reasons.append(.commentsPerSecond(signals.commentsPerSecond, over: limit))
    }
    if let limit = lag, signals.lag > limit {
      reasons.append(.lag(signals.lag, over: limit))
    }
    if let limit = outboundBytes, signals.outboundBytes > limit {
      reasons.append(.outboundBytes(signals.outboundBytes, over: limit))
    }
    if let limit = clientsBehind, signals.clientsBehind > limit {
      reasons.append(.clientsBehind(signals.clientsBehind, over: limit))
    }
    if let limit = deliveredInTarget, let share = signals.deliveredInTarget, share < limit {
      reasons.append(.deliveredInTarget(share, below: limit))
    }
    return reasons
  }
}
