import LiveComments

/// The audit records that are known here, by position: those that came live, and those before them
/// as they were asked for.
///
/// Bounded: `capacity` records; the oldest go, and nothing older is fetched while it is full.
struct DecisionLog: Sendable {
  static let capacity = 2_000
  /// Positions that are asked for at a time.
  static let page: Int64 = 200

  struct Entry: Sendable, Hashable {
    let event: ModerationEvent
    let actor: String
    /// Whom or what it is about.
    let subject: String
  }

  /// Ascending.
  private(set) var entries: [Entry] = []
  /// Everything after this position, up to where the log began, has been fetched; nil before the
  /// first page.
  private(set) var fetchedAfter: ModSeq?
  /// The record that is selected; nil while the newest are shown.
  var selection: ModSeq?

  mutating func restart() { self = DecisionLog() }

  func contains(_ modSeq: ModSeq) -> Bool { index(of: modSeq) != nil }

  func index(of modSeq: ModSeq) -> Int? {
    let index = place(of: modSeq)
    return index < entries.count && entries[index].event.modSeq == modSeq ? index : nil
  }

  mutating func insert(_ entry: Entry) {
    let index = place(of: entry.event.modSeq)
    if index < entries.count, entries[index].event.modSeq == entry.event.modSeq { return }
    entries.insert(entry, at: index)
    if entries.count > Self.capacity {
      fetchedAfter = max(fetchedAfter ?? .zero, entries.removeFirst().event.modSeq)
    }
  }

  /// The range of the next page backwards; nil when there is none, or no room for it.
  func pageBefore(_ latest: ModSeq) -> Coverage<ModerationPlane>? {
    let upto = fetchedAfter ?? latest
    guard upto > .zero, entries.count < Self.capacity else { return nil }
    return Coverage(after: upto.advanced(by: -Self.page), upto: upto)
  }

  mutating func fetched(_ range: Coverage<ModerationPlane>) {
    fetchedAfter = min(fetchedAfter ?? range.after, range.after)
  }

  /// Whether what is before the oldest record is wanted: the selection has come near it.
  var isNearEnd: Bool {
    guard let selection else { return fetchedAfter == nil }
    return place(of: selection) < 40
  }

  /// Selects a neighbour: upwards to newer ones. At the newest, the log follows again.
  mutating func select(by step: Int) {
    guard !entries.isEmpty else { return }
    let from = selection.map { place(of: $0) } ?? entries.count - 1
    let index = min(max(0, from + step), entries.count - 1)
    selection = index == entries.count - 1 ? nil : entries[index].event.modSeq
  }

  private func place(of modSeq: ModSeq) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].event.modSeq < modSeq { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
