import DequeModule
public import LiveComments

/// The comments that a feed shows: ordered by `seq`, keyed by `comment_id`, bounded.
///
/// Appending and dropping the oldest are O(1), finding by `seq` or id is O(log n), and inserting or
/// removing inside is one move of memory, which only late comments and retractions pay for.
public struct Timeline: Sendable {
  private var comments: Deque<Comment> = []
  private var seqs: [CommentID: Seq] = [:]

  public init() {}

  /// Where the comment with this id is.
  public func index(of id: CommentID) -> Int? {
    guard let seq = seqs[id] else { return nil }
    return index(atOrAfter: seq)
  }

  /// Where the first comment at or after `seq` is; `endIndex` when there is none.
  public func index(atOrAfter seq: Seq) -> Int {
    // Comments arrive at the end.
    guard let last = comments.last, seq <= last.seq else { return comments.count }
    var low = 0
    var high = comments.count - 1
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].seq < seq { low = middle + 1 } else { high = middle }
    }
    return low
  }

  public func contains(_ id: CommentID) -> Bool { seqs[id] != nil }

  public subscript(id: CommentID) -> Comment? { index(of: id).map { comments[$0] } }

  /// Puts a comment at its place. False, and nothing changes, when its id or its `seq` is taken.
  public mutating func insert(_ comment: Comment) -> Bool {
    // One look into the table in the usual case, and a second to put things back.
    if let taken = seqs.updateValue(comment.seq, forKey: comment.commentID) {
      seqs[comment.commentID] = taken
      return false
    }
    let index = index(atOrAfter: comment.seq)
    if index == comments.count {
      comments.append(comment)
      return true
    }
    guard comments[index].seq != comment.seq else {
      seqs[comment.commentID] = nil
      return false
    }
    comments.insert(comment, at: index)
    return true
  }

  /// Replaces the copy at `index` by one of the same id and `seq`.
  public mutating func replace(at index: Int, with comment: Comment) {
    precondition(
      comments[index].commentID == comment.commentID && comments[index].seq == comment.seq)
    comments[index] = comment
  }

  @discardableResult
  public mutating func remove(at index: Int) -> Comment {
    seqs[comments[index].commentID] = nil
    return comments.remove(at: index)
  }

  /// Removes those of the range that satisfy the condition, in one pass, and returns their ids.
  mutating func removeAll(
    in range: Range<Int>, where condition: (Comment) -> Bool
  ) -> [CommentID] {
    var removed: [CommentID] = []
    var kept: [Comment] = []
    for comment in comments[range] {
      if condition(comment) {
        removed.append(comment.commentID)
        seqs[comment.commentID] = nil
      } else if !removed.isEmpty {
        kept.append(comment)
      }
    }
    guard !removed.isEmpty else { return [] }
    let firstRemoved = range.upperBound - removed.count - kept.count
    comments.replaceSubrange(firstRemoved..<range.upperBound, with: kept)
    return removed
  }

  /// Puts comments in ascending `seq` before the oldest, leaving out what is not older or is there;
  /// returns how many were put.
  public mutating func prepend(_ older: [Comment]) -> Int {
    let count = comments.count
    for comment in older.reversed() {
      if let first = comments.first, comment.seq >= first.seq { continue }
      guard seqs[comment.commentID] == nil else { continue }
      seqs[comment.commentID] = comment.seq
      comments.prepend(comment)
    }
    return comments.count - count
  }

  @discardableResult
  public mutating func removeLast() -> Comment {
    let comment = comments.removeLast()
    seqs[comment.commentID] = nil
    return comment
  }

  /// Removes the oldest; there must be one.
  public mutating func removeFirst() -> Comment {
    let comment = comments.removeFirst()
    seqs[comment.commentID] = nil
    return comment
  }

  mutating func removeAll() {
    comments.removeAll()
    seqs.removeAll()
  }
}

extension Timeline: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { comments.count }
  public subscript(index: Int) -> Comment { comments[index] }
}
