/// The last ids that were seen, up to a limit; when it is full the oldest leaves.
struct DedupeWindow<ID: Hashable & Sendable>: Sendable {
  private var ids: Set<ID> = []
  private var order: [ID] = []
  private var oldest = 0
  private let limit: Int

  init(limit: Int) { self.limit = max(1, limit) }

  /// False when the id is in the window already.
  mutating func insert(_ id: ID) -> Bool {
    guard ids.insert(id).inserted else { return false }
    if order.count < limit {
      order.append(id)
    } else {
      ids.remove(order[oldest])
      order[oldest] = id
      oldest = oldest + 1 == limit ? 0 : oldest + 1
    }
    return true
  }

  mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    oldest = 0
  }
}
