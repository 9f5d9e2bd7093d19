import ClientCore
import LiveComments

/// A feed that stands still: what was there when it froze, where the screen is in it, and what is
/// selected.
///
/// Arrivals are counted, not inserted; what is retracted is replaced in place and keeps its rows.
/// It holds its own copy of the timeline, because on a fast stream the live one soon drops what is
/// being read.
struct FrozenFeed {
  /// Rows before the oldest comment, for what is there.
  static let headRows = 1

  var content: FeedContent
  var scroll: FeedScroll
  var scrollback: Scrollback
  /// Newest comments that left the view to make room for older ones; of those that the timeline
  /// held when the view froze, so that there are never more than it may hold.
  var left: Set<CommentID> = []
  /// Older comments that were loaded into this view and that filters hide.
  var hiddenOlder = 0
  /// Where the stream stood when the view froze.
  let newestSeq: Seq
  /// Where the timeline began when the view froze.
  let frozenFloor: Seq
  /// A comment, never a row.
  var selection: CommentID?
  /// Where the screen would be if what is being sent left the feed all its rows.
  var displaced: Displacement?
  /// Comments that arrived since, less those among them that were retracted.
  var newComments = 0
  /// What the row before the oldest comment says of a thread that is shown by itself; nil for a view
  /// of the feed.
  var title: String?
  /// Comments that are marked one by one.
  private var marked: Set<CommentID> = []
  /// Where a range of marks begins; it reaches to the selection.
  private(set) var rangeStart: CommentID?
  /// The rows of the pinned strip, so that a pin does not move what is being read.
  let pinnedRows: Int

  /// The screen has moved, so that the selected comment can be seen above the rows of the outbox.
  struct Displacement: Hashable {
    let from: FeedScroll
    let to: FeedScroll
    let selection: CommentID?
  }

  /// What became of a comment after the view froze.
  enum Change {
    case retracted
    /// Another copy: its state changed, and the reader may still see it.
    case updated(Comment)
  }

  init(
    content: FeedContent, scroll: FeedScroll, scrollback: Scrollback, newestSeq: Seq,
    pinnedRows: Int
  ) {
    self.content = content
    self.scroll = scroll
    self.scrollback = scrollback
    frozenFloor = scrollback.floor
    self.newestSeq = newestSeq
    self.pinnedRows = pinnedRows
  }

  /// Whether it shows one thread instead of the feed.
  var isThread: Bool { title != nil }

  /// Where the selected comment is.
  var selectedIndex: Int? { selection.flatMap { content.comments.index(of: $0) } }

  /// The selected comment as it is now; nil when there is none or it is gone.
  var selectedComment: Comment? { selection.flatMap { comment($0) } }

  /// A comment of this view as it is now; nil when it is not here or gone.
  func comment(_ id: CommentID) -> Comment? {
    guard let comment = content.comments[id] else { return nil }
    switch content.changes[id] {
    case nil: return comment
    case .updated(let changed): return changed
    case .retracted: return nil
    }
  }

  mutating func inserted(_ comments: [Comment]) {
    for comment in comments where !left.contains(comment.commentID) {
      if !content.comments.contains(comment.commentID) {
        newComments += 1
      } else if content.changes[comment.commentID] != nil {
        // It was retracted, and is back. Without a change it comes with a feed that joined anew.
        content.changes[comment.commentID] = .updated(comment)
      }
    }
  }

  /// So many of those that arrived are hidden by filters.
  mutating func hide(_ count: Int) { newComments = max(0, newComments - count) }

  mutating func updated(_ comments: [Comment]) {
    for comment in comments where content.comments.contains(comment.commentID) {
      content.changes[comment.commentID] = .updated(comment)
    }
  }

  mutating func retracted(_ ids: [CommentID]) {
    for id in ids where !left.contains(id) {
      if content.comments.contains(id) {
        content.changes[id] = .retracted
      } else {
        newComments = max(0, newComments - 1)
      }
    }
  }
}

extension FrozenFeed {
  /// Shows what an event decided. The feed says the same of comments that its timeline still holds;
  /// this also reaches those that the timeline has dropped since the view froze.
  mutating func moderated(
    _ event: ModerationEvent, _ ledger: Ledger, for reader: UserID?, readerModerates: Bool
  ) {
    for target in event.targets ?? [] {
      guard let index = content.comments.index(of: target.commentID) else { continue }
      decide(index, by: event, target.state, ledger, for: reader, readerModerates: readerModerates)
    }
    guard event.action == .purgeUser, let userID = event.userID, let from = event.fromSeq,
      let upto = event.uptoSeq
    else { return }
    for index in content.comments.index(atOrAfter: from)..<content.comments.count {
      let comment = content.comments[index]
      guard comment.seq <= upto else { break }
      guard comment.userID == userID else { continue }
      decide(index, by: event, .deleted, ledger, for: reader, readerModerates: readerModerates)
    }
  }

  /// The ledger knows whether a later event has decided otherwise; `state` stands in when it has
  /// forgotten the comment already.
  private mutating func decide(
    _ index: Int, by event: ModerationEvent, _ state: CommentState, _ ledger: Ledger,
    for reader: UserID?, readerModerates: Bool
  ) {
    var comment = content.comments[index]
    if ledger.visibility(of: comment.commentID, by: comment.userID, at: comment.seq) != nil {
      comment = ledger.resolved(comment)
    } else {
      comment.state = state
    }
    content.changes[comment.commentID] =
      comment.isShown(to: reader, moderates: readerModerates) ? .updated(comment) : .retracted
  }
}

extension FrozenFeed {
  var hasMarks: Bool { !marked.isEmpty || rangeStart != nil }

  /// The comments from where the range begins to the selection; of those in it, what is folded is
  /// not marked: nobody sees it.
  private var range: ClosedRange<Int>? {
    guard let start = rangeStart.flatMap({ content.comments.index(of: $0) }),
      let end = selectedIndex
    else { return nil }
    return min(start, end)...max(start, end)
  }

  private func idsInRange(_ range: ClosedRange<Int>) -> [CommentID] {
    content.comments[range].lazy.map(\.commentID).filter { !content.repeats.isFolded($0) }
  }

  func isMarked(_ id: CommentID, at index: Int) -> Bool {
    marked.contains(id) || range?.contains(index) == true
  }

  /// How many are marked.
  var markCount: Int {
    guard let range else { return marked.count }
    return marked.count + idsInRange(range).count { !marked.contains($0) }
  }

  /// What is marked, in the order of the feed.
  var markedIDs: [CommentID] {
    var ids = marked
    if let range { ids.formUnion(idsInRange(range)) }
    return ids.compactMap { id in content.comments.index(of: id).map { (id, $0) } }
      .sorted { $0.1 < $1.1 }.map(\.0)
  }

  mutating func toggleMark(_ id: CommentID) {
    if marked.remove(id) == nil { marked.insert(id) }
  }

  mutating func mark(_ ids: some Sequence<CommentID>) { marked.formUnion(ids) }

  mutating func beginRange() { rangeStart = selection }

  /// The range becomes marks.
  mutating func endRange() {
    if let range { mark(idsInRange(range)) }
    rangeStart = nil
  }

  mutating func removeMarks() {
    marked = []
    rangeStart = nil
  }
}
