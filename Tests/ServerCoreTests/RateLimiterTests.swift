import LiveComments
import ServerCore
import Testing

struct RateLimiterTests {
  @Test("a burst passes, then one a second, and the wait is exact")
  func burst() {
    var limiter = RateLimiter<String>(RateLimit(perSecond: 1, burst: 5), capacity: 10)
    for _ in 0..<5 {
      #expect(limiter.verdict(for: "ada", at: .start) == .allowed)
      limiter.take(for: "ada", at: .start)
    }
    #expect(limiter.verdict(for: "ada", at: .start) == .wait(.seconds(1)))
    #expect(
      limiter.verdict(for: "ada", at: .start + .milliseconds(400)) == .wait(.milliseconds(600)))
    #expect(limiter.verdict(for: "ada", at: .start + .milliseconds(1_000)) == .allowed)
    #expect(limiter.verdict(for: "bob", at: .start) == .allowed)
  }

  @Test("an idle bucket fills no further than its burst")
  func idle() {
    var limiter = RateLimiter<String>(RateLimit(perSecond: 1, burst: 2), capacity: 10)
    let later = Instant.start + .seconds(1_000)
    limiter.take(for: "ada", at: .start)
    limiter.take(for: "ada", at: later)
    limiter.take(for: "ada", at: later)
    #expect(limiter.verdict(for: "ada", at: later) == .wait(.seconds(1)))
  }

  @Test(
    "over any time no more passes than the rate and the burst", arguments: 0..<20 as Range<UInt64>)
  func neverMore(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var limiter = RateLimiter<Int>(RateLimit(perSecond: 4, burst: 3), capacity: 100)
    var now = Instant.start
    var taken: [Int: Int] = [:]
    for _ in 0..<2_000 {
      now = now + .milliseconds(Int.random(in: 0...60, using: &generator))
      let key = Int.random(in: 0..<5, using: &generator)
      guard limiter.verdict(for: key, at: now) == .allowed else { continue }
      limiter.take(for: key, at: now)
      taken[key, default: 0] += 1
    }
    let elapsed = (now - .start) / .seconds(1)
    for (key, count) in taken {
      #expect(Double(count) <= 3 + elapsed * 4, "seed \(seed), key \(key)")
      #expect(Double(count) >= elapsed * 2, "seed \(seed), key \(key): far too few")
    }
  }

  @Test("only full buckets are forgotten")
  func eviction() {
    var limiter = RateLimiter<Int>(RateLimit(perSecond: 1, burst: 5), capacity: 3)
    for key in 0..<3 {
      for _ in 0..<5 { limiter.take(for: key, at: .start) }
    }
    #expect(limiter.count == 3)
    guard case .crowded(let wait) = limiter.verdict(for: 3, at: .start) else {
      Issue.record("a fourth key found room")
      return
    }
    #expect(wait > .zero && wait <= .seconds(5))
    #expect(limiter.verdict(for: 0, at: .start) == .wait(.seconds(1)))
    // Two generations later all three are full, and have made room.
    #expect(limiter.verdict(for: 3, at: .start + .seconds(5)) != .wait(.zero))
    #expect(limiter.verdict(for: 3, at: .start + .seconds(11)) == .allowed)
    #expect(limiter.count == 0)
  }

  @Test("a bucket that is not full survives the turn of a generation")
  func survives() {
    var limiter = RateLimiter<Int>(RateLimit(perSecond: 1, burst: 5), capacity: 3)
    limiter.take(for: 1, at: .start)
    let turn = Instant.start + .milliseconds(4_999)
    for _ in 0..<5 { limiter.take(for: 1, at: turn) }
    #expect(limiter.verdict(for: 1, at: turn + .milliseconds(2)) == .wait(.milliseconds(998)))
  }
}

extension Instant {
  fileprivate static let start = Instant(milliseconds: 1_000_000)
}
