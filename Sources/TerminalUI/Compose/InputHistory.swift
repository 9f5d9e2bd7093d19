/// What was entered before, newest last, and the place in it while the user looks back.
public struct InputHistory: Sendable, Hashable {
  /// Entries kept; the oldest goes first.
  public static let capacity = 100

  private var entries: [String] = []
  /// The entry shown; nil while the draft is.
  private var index: Int?
  /// What was being written before looking back.
  private var draft = ""

  public init() {}

  /// Remembers an entry, and forgets the place. A repeat of the newest entry is not kept twice.
  public mutating func append(_ entry: String) {
    index = nil
    draft = ""
    guard !entry.isEmpty, entries.last != entry else { return }
    entries.append(entry)
    if entries.count > Self.capacity { entries.removeFirst() }
  }

  /// The entry before the one shown; nil when there is none. `current` is kept as the draft.
  public mutating func older(than current: String) -> String? {
    let next = (index ?? entries.count) - 1
    guard next >= 0 else { return nil }
    if index == nil { draft = current }
    index = next
    return entries[next]
  }

  /// The entry after the one shown, and after the newest the draft; nil when the draft is shown.
  public mutating func newer() -> String? {
    guard let shown = index else { return nil }
    guard shown + 1 < entries.count else {
      index = nil
      return draft
    }
    index = shown + 1
    return entries[shown + 1]
  }
}
