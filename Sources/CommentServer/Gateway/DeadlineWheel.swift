import LiveComments

/// Who has to be looked at when: one timer for all connections of a loop instead of one each.
///
/// An entry is looked at on the first tick at or after its time. Moving an entry leaves the old one
/// behind, which is passed over.
struct DeadlineWheel<Entry: AnyObject> {
  /// Microseconds of a tick.
  static var tick: Int64 { 100_000 }
  private static var slotCount: Int { 512 }

  private struct Slot {
    var entries: [(entry: Entry, due: Int64)] = []
  }

  private var slots = [Slot](repeating: Slot(), count: slotCount)
  private var current: Int64
  private(set) var count = 0

  init(at now: Instant) {
    current = now.microseconds / Self.tick
  }

  /// Has `entry` looked at at `time`. What lies beyond the wheel's turn is looked at early.
  ///
  /// - Returns: the tick, by which `take` tells the latest entry from those left behind.
  mutating func add(_ entry: Entry, at time: Instant) -> Int64 {
    let wanted = (time.microseconds + Self.tick - 1) / Self.tick
    let due = min(max(wanted, current + 1), current + Int64(Self.slotCount) - 1)
    slots[Int(due % Int64(Self.slotCount))].entries.append((entry, due))
    count += 1
    return due
  }

  /// Everything whose tick has come by `now`, with its tick.
  mutating func take(upTo now: Instant) -> [(entry: Entry, due: Int64)] {
    let target = now.microseconds / Self.tick
    var taken: [(entry: Entry, due: Int64)] = []
    while current < target {
      current += 1
      let slot = Int(current % Int64(Self.slotCount))
      guard !slots[slot].entries.isEmpty else { continue }
      taken.append(contentsOf: slots[slot].entries)
      slots[slot].entries.removeAll()
    }
    count -= taken.count
    return taken
  }
}
