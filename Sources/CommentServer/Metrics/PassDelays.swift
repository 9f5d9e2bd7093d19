import DequeModule
import LiveComments

/// The end of a loop's pass over its viewers.
struct FinishedPass<Plane>: Sendable {
  /// What the loop had been told when the pass began: the pass brought it to everybody.
  var upto: Position<Plane>
  /// Whether there was anybody.
  var hasViewers: Bool
  var at: Instant
}

/// How long it takes what loops are told to reach viewers: from accepting it to the end of the pass of
/// the slowest loop. What reaches nobody has no delay.
struct PassDelays<Plane>: Sendable {
  private struct Told {
    var upto: Position<Plane>
    /// When what is measured was accepted.
    var accepted: [Instant]
    /// Loops that have not finished a pass that brought it.
    var waiting: Set<Int>
    /// The latest end of a pass that did.
    var reached: Instant?
  }

  /// What waits at most. Beyond it, what comes joins the newest, which is then measured by its oldest
  /// part: fewer are counted, but none too fast.
  static var maximumWaiting: Int { 512 }

  private var told: Deque<Told> = []

  init() {}

  /// - Parameter loops: their indices; with none nothing is measured.
  mutating func told(upto: Position<Plane>, accepted: [Instant], to loops: [Int]) {
    guard !accepted.isEmpty, !loops.isEmpty else { return }
    guard told.count >= Self.maximumWaiting, var newest = told.popLast() else {
      told.append(Told(upto: upto, accepted: accepted, waiting: Set(loops)))
      return
    }
    newest.upto = upto
    newest.accepted = (newest.accepted + accepted).min().map { [$0] } ?? []
    newest.waiting.formUnion(loops)
    told.append(newest)
  }

  /// Returns the delays that are known now.
  mutating func passFinished(_ pass: FinishedPass<Plane>, on loop: Int) -> [Duration] {
    for index in told.indices {
      guard told[index].upto <= pass.upto else { break }
      guard told[index].waiting.remove(loop) != nil, pass.hasViewers else { continue }
      told[index].reached = max(told[index].reached ?? pass.at, pass.at)
    }
    return takeDelays()
  }

  /// The loop is told nothing more, and whoever was there has left.
  mutating func left(_ loop: Int) -> [Duration] {
    for index in told.indices { told[index].waiting.remove(loop) }
    return takeDelays()
  }

  /// Loops finish in order, so what is complete is in front.
  private mutating func takeDelays() -> [Duration] {
    var delays: [Duration] = []
    while let first = told.first, first.waiting.isEmpty {
      told.removeFirst()
      guard let reached = first.reached else { continue }
      delays += first.accepted.map { reached - $0 }
    }
    return delays
  }
}
