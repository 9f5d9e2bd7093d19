import LiveComments

/// The comments that wait for review, oldest first, and those that were handled while one looked.
///
/// Bounded: `capacity` comments. When it is full the newest end stays on the server, and is fetched
/// when the queue has been worked off.
struct HeldQueue: Sendable {
  static let capacity = 1_000

  struct Item: Sendable, Hashable {
    var comment: Comment
    /// Nil while it waits.
    var handling: Handling?
  }

  /// Who took it off the queue.
  struct Handling: Sendable, Hashable {
    let actor: String
    let action: ModerationAction
  }

  private(set) var items: [Item] = []
  /// Items that wait.
  private(set) var waiting = 0
  /// Where the next page begins; nil when nothing is left to fetch.
  private(set) var nextPage: Seq? = .zero
  /// Whether more wait on the server than are held here.
  private(set) var isCut = false
  var selection: CommentID?

  /// Begins anew: what is held here may be out of date.
  mutating func restart() { self = HeldQueue() }

  func index(of id: CommentID) -> Int? { items.firstIndex { $0.comment.commentID == id } }

  var selectedIndex: Int? { selection.flatMap { index(of: $0) } }
  var selectedItem: Item? { selectedIndex.map { items[$0] } }

  /// Takes a page of the queue after `after`.
  mutating func take(_ comments: [Comment], after: Seq, pageSize: Int) {
    for comment in comments { insert(comment) }
    guard nextPage == after else { return }
    nextPage = comments.count < pageSize ? nil : comments.last?.seq
  }

  /// Takes a comment that is held, at its place. One that was handled waits again.
  mutating func insert(_ comment: Comment) {
    guard comment.state == .held else { return }
    let place = items.firstIndex { $0.comment.seq >= comment.seq } ?? items.count
    if place < items.count, items[place].comment.commentID == comment.commentID {
      if items[place].handling != nil { waiting += 1 }
      items[place] = Item(comment: comment, handling: nil)
      return
    }
    if items.count >= Self.capacity { dropHandled() }
    guard items.count < Self.capacity else {
      isCut = true
      return
    }
    items.insert(Item(comment: comment, handling: nil), at: place)
    waiting += 1
  }

  /// A comment of the queue was decided.
  mutating func decided(_ id: CommentID, _ state: CommentState, by handling: Handling) {
    guard let index = index(of: id) else { return }
    items[index].comment.state = state
    if state == .held {
      if items[index].handling != nil { waiting += 1 }
      items[index].handling = nil
    } else {
      if items[index].handling == nil { waiting -= 1 }
      items[index].handling = handling
    }
    refill()
  }

  /// A purge decided the comments of a user.
  mutating func purged(
    _ userID: UserID, _ range: ClosedRange<Seq>, by handling: Handling
  ) {
    for item in items
    where item.comment.userID == userID && range.contains(item.comment.seq) {
      decided(item.comment.commentID, .deleted, by: handling)
    }
  }

  /// Something is held that this queue does not have.
  mutating func fetch(after seq: Seq) { nextPage = min(nextPage ?? seq, seq) }

  /// The queue is opened again: what was handled is gone, and the selection is on what waits.
  mutating func reopen() {
    items.removeAll { $0.handling != nil }
    guard selectedIndex == nil else { return }
    selection = nil
    _ = selectNextWaiting()
  }

  /// Makes room, but not under the cursor.
  private mutating func dropHandled() {
    let selection = selection
    items.removeAll { $0.handling != nil && $0.comment.commentID != selection }
  }

  private mutating func refill() {
    guard isCut, waiting < Self.capacity / 2 else { return }
    isCut = false
    dropHandled()
    fetch(after: items.last?.comment.seq ?? .zero)
  }
}

extension HeldQueue {
  /// Selects by position, within the queue.
  mutating func select(_ index: Int) {
    guard !items.isEmpty else { return }
    selection = items[min(max(0, index), items.count - 1)].comment.commentID
  }

  mutating func select(by step: Int) {
    guard let index = selectedIndex else { return select(firstWaiting(from: 0) ?? 0) }
    select(index + step)
  }

  /// Selects the next that waits, after the selected one and then from the oldest; false when none
  /// does.
  mutating func selectNextWaiting() -> Bool {
    let start = selectedIndex.map { $0 + 1 } ?? 0
    guard let next = firstWaiting(from: start) ?? firstWaiting(from: 0) else { return false }
    select(next)
    return true
  }

  private func firstWaiting(from start: Int) -> Int? {
    items[min(start, items.count)...].firstIndex { $0.handling == nil }
  }
}
