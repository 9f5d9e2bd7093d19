import ClientCore
import LiveComments

/// The comments of a feed that match something, found once and kept as the feed changes.
///
/// What has been judged is one range of positions. It grows by what arrives and by what is older,
/// as far as the budget of the moment allows; what changes inside it is judged again, one comment
/// at a time. So nothing is done twice, and nothing per frame. Bounded by the feed that it follows.
struct MatchIndex: Sendable {
  struct Match: Sendable, Hashable {
    let seq: Seq
    let commentID: CommentID
  }

  /// In the order of the feed; those before `first` are gone.
  private var matches: [Match] = []
  private var first = 0
  private var seqs: [CommentID: Seq] = [:]
  /// Everything of the feed from here up to and including `judgedUpto` has been judged; nothing has
  /// while it is beyond that.
  private var judgedFrom = Seq.zero.advanced(by: 1)
  private var judgedUpto = Seq.zero

  var count: Int { matches.count - first }

  func contains(_ id: CommentID) -> Bool { seqs[id] != nil }

  /// In the order of the feed.
  var all: ArraySlice<Match> { matches[first...] }

  /// How many matches are not older than this one: 1 for the newest. Nil when it is none.
  func rank(of id: CommentID) -> Int? {
    seqs[id].map { matches.count - place($0) }
  }

  /// The matches before `seq`, the newest first.
  func older(than seq: Seq) -> ReversedCollection<ArraySlice<Match>> {
    matches[first..<place(seq)].reversed()
  }

  /// The matches behind `seq`, the oldest first.
  func newer(than seq: Seq) -> ArraySlice<Match> { matches[place(seq.advanced(by: 1))...] }

  /// Where the first match at or behind `seq` is.
  private func place(_ seq: Seq) -> Int {
    var low = first
    var high = matches.count
    while low < high {
      let middle = (low + high) / 2
      if matches[middle].seq < seq { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension MatchIndex {
  /// Judges what has not been judged, the newest first as a reader looks for it, until `mayGoOn`
  /// says no.
  /// - Returns: whether everything has been judged.
  mutating func extend(
    over comments: Timeline, while mayGoOn: () -> Bool, isMatch: (Comment) -> Bool
  ) -> Bool {
    guard let oldest = comments.first, let newest = comments.last else {
      self = MatchIndex()
      return true
    }
    drop(before: oldest.seq)
    if judgedFrom > judgedUpto || judgedUpto < oldest.seq {
      self = MatchIndex()
      judgedUpto = newest.seq
      judgedFrom = newest.seq.advanced(by: 1)
    }
    for index in comments.index(atOrAfter: judgedUpto.advanced(by: 1))..<comments.count {
      guard mayGoOn() else { return false }
      let comment = comments[index]
      judgedUpto = comment.seq
      if isMatch(comment) { insert(comment) }
    }
    var found: [Match] = []
    var isDone = true
    for index in (0..<comments.index(atOrAfter: judgedFrom)).reversed() {
      guard mayGoOn() else {
        isDone = false
        break
      }
      let comment = comments[index]
      judgedFrom = comment.seq
      guard isMatch(comment) else { continue }
      found.append(Match(seq: comment.seq, commentID: comment.commentID))
      seqs[comment.commentID] = comment.seq
    }
    if !found.isEmpty { matches.replaceSubrange(..<first, with: found.reversed()) }
    if !found.isEmpty { first = 0 }
    if isDone { judgedFrom = min(judgedFrom, oldest.seq) }
    return isDone
  }

  /// The newest position that has been judged; nil while nothing has.
  var newestJudged: Seq? { judgedFrom <= judgedUpto ? judgedUpto : nil }

  /// Whether a change of the comment at `seq` matters: otherwise it is judged when its turn comes.
  func hasJudged(_ seq: Seq) -> Bool { judgedFrom <= seq && seq <= judgedUpto }

  /// Takes note of the judgement of one comment.
  mutating func judge(_ comment: Comment, isMatch: Bool) {
    if isMatch { insert(comment) } else { remove(comment.commentID) }
  }

  mutating func remove(_ id: CommentID) {
    guard let seq = seqs.removeValue(forKey: id) else { return }
    matches.remove(at: place(seq))
  }

  private mutating func insert(_ comment: Comment) {
    guard seqs.updateValue(comment.seq, forKey: comment.commentID) == nil else { return }
    matches.insert(
      Match(seq: comment.seq, commentID: comment.commentID), at: place(comment.seq))
  }

  private mutating func drop(before seq: Seq) {
    judgedFrom = max(judgedFrom, min(seq, judgedUpto.advanced(by: 1)))
    while first < matches.count, matches[first].seq < seq {
      seqs[matches[first].commentID] = nil
      first += 1
    }
    // Moved together now and then: once for as many as have gone.
    if first > 64, first > matches.count / 2 {
      matches.removeSubrange(..<first)
      first = 0
    }
  }
}
