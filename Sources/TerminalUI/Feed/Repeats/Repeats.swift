import LiveComments

/// Which comments of a feed repeat an earlier one closely, and are folded into it.
///
/// A comment is folded into the first of its kind among the last `window` comments and `seconds`, so
/// that what goes on for longer shows again now and then, and so that no more than that stand
/// folded between two that are shown. Each comment is looked at once, when it comes. Bounded by the
/// timeline, which it follows.
struct Repeats: Sendable {
  /// Comments that may lie between the first of its kind and a repeat.
  static let window = 50
  /// Seconds that may.
  static let seconds: Int64 = 30

  /// What may still be repeated.
  private struct Candidate: Sendable {
    let key: RepeatKey
    let place: Place
    let ordinal: Int
    let at: Timestamp
  }

  private struct Place: Sendable, Hashable {
    let seq: Seq
    let id: CommentID
  }

  private var candidates: [Candidate] = []
  private var byKey: [RepeatKey: Candidate] = [:]
  /// Comments that were looked at.
  private var ordinal = 0
  private var newest = Seq.zero
  private var repeats: [CommentID: [Place]] = [:]
  private var firstOf: [CommentID: CommentID] = [:]
  /// Those that have repeats, or had, in the order of the feed: to let go of what the timeline drops.
  private var firsts: [Place] = []

  /// How many comments the line of this one stands for; 1 for most.
  func count(of id: CommentID) -> Int {
    repeats.isEmpty ? 1 : 1 + (repeats[id]?.count ?? 0)
  }

  /// Whether the comment has no line of its own.
  func isFolded(_ id: CommentID) -> Bool { !firstOf.isEmpty && firstOf[id] != nil }

  /// The comments that are folded into others.
  var folded: some Collection<CommentID> { firstOf.keys }
}

extension Repeats {
  /// Takes comments in ascending `seq`. What comes late, in between, is shown.
  mutating func insert(_ comments: [Comment], me: UserID?) {
    // By index, so that no comment is copied.
    for index in comments.indices where comments[index].seq > newest {
      insert(comments[index], me: me)
    }
  }

  private mutating func insert(_ comment: Comment, me: UserID?) {
    newest = comment.seq
    ordinal += 1
    forgetOldCandidates()
    guard comment.mayBeFolded, comment.userID != me else { return }
    let key = RepeatKey(comment.content)
    let place = Place(seq: comment.seq, id: comment.commentID)
    if let first = byKey[key], first.at.isNear(comment.createdAt, seconds: Self.seconds) {
      if repeats[first.place.id] == nil { insert(first: first.place) }
      repeats[first.place.id, default: []].append(place)
      firstOf[place.id] = first.place.id
      return
    }
    let candidate = Candidate(key: key, place: place, ordinal: ordinal, at: comment.createdAt)
    byKey[key] = candidate
    candidates.append(candidate)
  }

  private mutating func forgetOldCandidates() {
    while let oldest = candidates.first, oldest.ordinal + Self.window < ordinal {
      if byKey[oldest.key]?.ordinal == oldest.ordinal { byKey[oldest.key] = nil }
      candidates.removeFirst()
    }
  }

  private mutating func insert(first place: Place) {
    let index = firsts.lastIndex { $0.seq <= place.seq }.map { $0 + 1 } ?? 0
    firsts.insert(place, at: index)
  }

  /// Takes comments that lie before all others: they repeat each other only.
  mutating func insertOlder(_ comments: [Comment], me: UserID?) {
    var older = Repeats()
    older.insert(comments, me: me)
    repeats.merge(older.repeats) { present, _ in present }
    firstOf.merge(older.firstOf) { present, _ in present }
    firsts = older.firsts + firsts
  }

  /// The timeline has dropped what lies up to `seq`.
  mutating func evicted(through seq: Seq) {
    let end = firsts.firstIndex { $0.seq > seq } ?? firsts.endIndex
    for place in firsts[..<end] { unfold(place.id) }
    firsts.removeSubrange(..<end)
  }

  /// These are gone, or in another state than others see them in: each has its own line, and what
  /// was folded into it is folded into the next.
  mutating func remove(_ ids: some Sequence<CommentID>) {
    for id in ids {
      candidates.removeAll { candidate in
        guard candidate.place.id == id else { return false }
        byKey[candidate.key] = nil
        return true
      }
      if let first = firstOf.removeValue(forKey: id) {
        repeats[first]?.removeAll { $0.id == id }
        if repeats[first]?.isEmpty == true { repeats[first] = nil }
      }
      guard let others = repeats.removeValue(forKey: id), let next = others.first else { continue }
      firstOf[next.id] = nil
      let rest = Array(others.dropFirst())
      guard !rest.isEmpty else { continue }
      insert(first: next)
      repeats[next.id] = rest
      for place in rest { firstOf[place.id] = next.id }
    }
  }

  /// Gives each of what is folded into this comment, or with it, a line of its own. False when there
  /// is nothing.
  @discardableResult
  mutating func unfold(_ id: CommentID) -> Bool {
    let first = firstOf[id] ?? id
    guard let others = repeats.removeValue(forKey: first) else { return false }
    for place in others { firstOf[place.id] = nil }
    return true
  }
}

extension Comment {
  /// What moderators say, what answers something, and what not everybody sees stays by itself.
  fileprivate var mayBeFolded: Bool {
    state == .visible && replyTo == nil && !role.moderates
  }
}

extension Timestamp {
  fileprivate func isNear(_ other: Timestamp, seconds: Int64) -> Bool {
    let (distance, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
    return !overflow && distance.magnitude <= UInt64(seconds) * 1_000
  }
}
