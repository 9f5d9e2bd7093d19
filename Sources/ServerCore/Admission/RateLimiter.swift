public import LiveComments

/// How often something may happen: a bucket of `burst` tokens that fills at `perSecond`.
public struct RateLimit: Sendable, Hashable {
  public var perSecond: Double
  public var burst: Int

  /// Rates and bursts below the least that lets anything through are held at it: one token in
  /// 10 years, and a burst of 1.
  public init(perSecond: Double, burst: Int) {
    self.perSecond = max(perSecond, 3e-9)
    self.burst = max(burst, 1)
  }
}

/// Token buckets by key, of which a bounded number is remembered.
///
/// A bucket is kept as the moment at which it will be full (the generic cell rate algorithm), so that
/// waits are exact. Only full buckets are forgotten, which nobody can tell from remembering them:
/// keys move to the young generation when they take a token, and when the time that an empty bucket
/// takes to fill has gone by, the old generation is dropped whole. While `capacity` keys have buckets
/// that are not full, tokens are refused to any other key.
public struct RateLimiter<Key: Hashable & Sendable>: Sendable {
  /// Whether a token may be taken.
  public enum Verdict: Sendable, Hashable {
    case allowed
    /// This key has none: the next one comes after this long.
    case wait(Duration)
    /// Too many other keys are active: room may come after this long.
    case crowded(Duration)
  }

  private let interval: Int64
  private let tolerance: Int64
  private let capacity: Int
  /// When each bucket will be full, in nanoseconds of the clock that `Instant` reads.
  private var young: [Key: Int64] = [:]
  private var old: [Key: Int64] = [:]
  private var generationEnds: Int64 = 0

  /// - Parameter capacity: the most keys whose buckets are not full.
  public init(_ limit: RateLimit, capacity: Int) {
    interval = Int64(1e9 / limit.perSecond)
    let (tolerance, overflow) = interval.multipliedReportingOverflow(by: Int64(limit.burst - 1))
    self.tolerance = overflow ? Int64.max / 4 : min(tolerance, Int64.max / 4)
    self.capacity = max(capacity, 1)
  }

  /// The number of keys remembered.
  public var count: Int { young.count + old.count }

  /// Whether `key` may take so many tokens now. Takes none.
  ///
  /// - Parameter tokens: more than the burst count as the burst.
  public mutating func verdict(for key: Key, tokens: Int = 1, at now: Instant) -> Verdict {
    let now = nanoseconds(now)
    turnGeneration(at: now)
    guard let full = young[key] ?? old[key] else {
      return count < capacity ? .allowed : .crowded(.nanoseconds(max(generationEnds - now, 1)))
    }
    let wait = full + further(tokens) - tolerance - now
    return wait <= 0 ? .allowed : .wait(.nanoseconds(wait))
  }

  /// Takes the tokens that `verdict(for:tokens:at:)` has just allowed.
  public mutating func take(for key: Key, tokens: Int = 1, at now: Instant) {
    let now = nanoseconds(now)
    turnGeneration(at: now)
    let full = young[key] ?? old.removeValue(forKey: key) ?? now
    young[key] = max(full, now) + interval + further(tokens)
  }

  /// The time in which the tokens after the first fill.
  private func further(_ tokens: Int) -> Int64 {
    guard tokens > 1 else { return 0 }
    let (time, overflow) = interval.multipliedReportingOverflow(by: Int64(tokens - 1))
    return overflow ? tolerance : min(time, tolerance)
  }

  private mutating func turnGeneration(at now: Int64) {
    guard now >= generationEnds else { return }
    // Buckets of the old generation took their last token before the young one began: at least the
    // time ago that an empty bucket takes to fill. So did all, when nobody came for that long.
    let period = tolerance + interval
    old = now - generationEnds >= period ? [:] : young
    young = [:]
    generationEnds = now + period
  }

  private func nanoseconds(_ instant: Instant) -> Int64 { instant.microseconds * 1_000 }
}
