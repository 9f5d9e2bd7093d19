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
      "\(Int(rate.rounded())) comments/s (over \(Int(limit.rounded())))"
    case .lag(let lag, let limit):
      "lag \(Self.milliseconds(lag)) ms (over \(Self.milliseconds(limit)))"
    case .outboundBytes(let bytes, let limit): "\(bytes) bytes queued (over \(limit))"
    case .clientsBehind(let count, let limit): "\(count) clients behind (over \(limit))"
    case .deliveredInTarget(let share, let limit):
      "\(Self.percent(share)) % in time (below \(Self.percent(limit)))"
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }

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
