extension Pattern {
  /// Whether it matches anywhere in `text`. What it costs is added to `steps`.
  func matches(_ text: [UInt32], steps: inout Int) -> Bool {
    var run = PatternRun(self, text)
    defer { steps += run.steps }
    return run.match(from: 0, isAnyEnough: true) != nil
  }

  /// The ranges that match and are not empty, from left to right, without overlaps.
  func ranges(in text: [UInt32], atMost limit: Int, steps: inout Int) -> [Range<Int>] {
    var run = PatternRun(self, text)
    defer { steps += run.steps }
    var found: [Range<Int>] = []
    var start = 0
    // A match may need a look at the whole rest: what that may cost in all has a bound.
    let affordable = 16 * Self.sizeLimit * max(1, text.count)
    while start < text.count, found.count < limit, run.steps < affordable,
      let range = run.match(from: start, isAnyEnough: false)
    {
      if !range.isEmpty { found.append(range) }
      start = max(range.upperBound, start + 1)
    }
    return found
  }
}

/// One pattern at work on one text.
private struct PatternRun {
  private let machine: PatternMachine
  private(set) var steps = 0
  private var current: Threads
  private var following: Threads
  /// What is still to be followed at one place; kept for its memory.
  private var pending: [Int] = []

  init(_ pattern: Pattern, _ text: [UInt32]) {
    machine = PatternMachine(pattern: pattern, text: text)
    current = Threads(size: pattern.size)
    following = Threads(size: pattern.size)
  }

  /// The leftmost and longest match that begins at `start` or later; any match when that is enough.
  mutating func match(from start: Int, isAnyEnough: Bool) -> Range<Int>? {
    var best: Range<Int>?
    current.removeAll()
    for place in start...max(start, machine.text.count) {
      if best == nil { steps += machine.follow(0, from: place, at: place, &current, &pending) }
      following.removeAll()
      for index in 0..<current.count {
        let (step, origin) = current[index]
        if let found = best, origin > found.lowerBound { continue }
        if machine.pattern.instructions[step] == .match {
          if best.map({ origin < $0.lowerBound || place > $0.upperBound }) ?? true {
            best = origin..<place
          }
          if isAnyEnough { return best }
        } else if machine.takes(step, at: place) {
          steps += machine.follow(step + 1, from: origin, at: place + 1, &following, &pending)
        }
      }
      swap(&current, &following)
      if best != nil, current.isEmpty { break }
    }
    return best
  }
}

/// What the steps of a pattern mean at the places of a text.
private struct PatternMachine {
  let pattern: Pattern
  let text: [UInt32]

  func takes(_ step: Int, at place: Int) -> Bool {
    guard place < text.count else { return false }
    switch pattern.instructions[step] {
    case .scalar(let wanted): return wanted == text[place]
    case .any: return true
    case .set(let index): return pattern.sets[index].contains(text[place])
    case .split, .jump, .assertion, .match: return false
    }
  }

  /// Adds the step, and all that it leads to without taking a scalar. Threads are added in the order
  /// of their origins, so that of two at one step the one that began further left stays.
  /// - Returns: what it cost.
  func follow(
    _ step: Int, from origin: Int, at place: Int, _ threads: inout Threads,
    _ pending: inout [Int]
  ) -> Int {
    var taken = 0
    pending.append(step)
    while let step = pending.popLast() {
      taken += 1
      guard threads.insert(step, origin) else { continue }
      switch pattern.instructions[step] {
      case .split(let first, let second):
        pending.append(second)
        pending.append(first)
      case .jump(let target): pending.append(target)
      case .assertion(let assertion):
        if holds(assertion, at: place) { pending.append(step + 1) }
      case .scalar, .any, .set, .match: break
      }
    }
    return taken
  }

  private func holds(_ assertion: Pattern.Assertion, at place: Int) -> Bool {
    switch assertion {
    case .start: place == 0
    case .end: place == text.count
    case .wordBoundary: isBoundary(place)
    case .noWordBoundary: !isBoundary(place)
    }
  }

  private func isBoundary(_ place: Int) -> Bool {
    let before = place > 0 && ScalarClass.isWord(text[place - 1])
    let after = place < text.count && ScalarClass.isWord(text[place])
    return before != after
  }
}

/// The steps that are alive at one place of the text, each once, in the order in which they came.
private struct Threads {
  private var steps: [Int] = []
  private var origins: [Int] = []
  /// For each step where it is in `steps`, if what is there says so too.
  private var places: [Int]

  init(size: Int) { places = Array(repeating: 0, count: size) }

  var count: Int { steps.count }
  var isEmpty: Bool { steps.isEmpty }
  subscript(index: Int) -> (step: Int, origin: Int) { (steps[index], origins[index]) }

  mutating func insert(_ step: Int, _ origin: Int) -> Bool {
    let place = places[step]
    if place < steps.count, steps[place] == step { return false }
    places[step] = steps.count
    steps.append(step)
    origins.append(origin)
    return true
  }

  mutating func removeAll() {
    steps.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
  }
}
