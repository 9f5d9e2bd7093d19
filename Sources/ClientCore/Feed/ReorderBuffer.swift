import LiveComments

/// What arrived ahead of a gap, ordered by where it begins.
///
/// Bounded by entries and by their weights; when it is full its newest end is dropped, which may be
/// what is being added.
struct ReorderBuffer<Plane, Payload: Sendable>: Sendable {
  struct Entry: Sendable {
    var coverage: Coverage<Plane>
    var payload: Payload
    var weight: Int
  }

  private var entries: [Entry] = []
  private var weight = 0
  private let entryLimit: Int
  private let weightLimit: Int

  init(entries: Int, weight: Int) {
    entryLimit = entries
    weightLimit = weight
  }

  var count: Int { entries.count }

  /// Where the first entry begins.
  var firstAfter: Position<Plane>? { entries.first?.coverage.after }

  enum Insertion: Sendable { case kept, repeated, dropped }

  /// Adds an entry. `dropped` says that the buffer was full and its newest end has left.
  mutating func insert(
    _ coverage: Coverage<Plane>, _ payload: Payload, weight added: Int
  ) -> Insertion {
    let index = entries.firstIndex { $0.coverage.after > coverage.after } ?? entries.endIndex
    if index > 0, entries[index - 1].coverage.upto >= coverage.upto { return .repeated }
    entries.insert(Entry(coverage: coverage, payload: payload, weight: added), at: index)
    weight += added
    var insertion = Insertion.kept
    while entries.count > entryLimit || (weight > weightLimit && !entries.isEmpty) {
      weight -= entries.removeLast().weight
      insertion = .dropped
    }
    return insertion
  }

  /// Takes out the first entry when it begins at or before `position`.
  mutating func popFirst(from position: Position<Plane>) -> Entry? {
    guard let first = entries.first, first.coverage.after <= position else { return nil }
    weight -= first.weight
    return entries.removeFirst()
  }

  mutating func removeAll() {
    entries.removeAll()
    weight = 0
  }
}
