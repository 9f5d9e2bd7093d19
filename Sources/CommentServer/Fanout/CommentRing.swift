import DequeModule
import LiveComments
import NIOCore
import ServerCore

/// The newest comments of a stream, completely: everything after `floor` up to `latest` is here.
///
/// Bounded in count and bytes; when it is full the oldest go and `floor` rises, and what lies below
/// is read from the log instead.
struct CommentRing: Sendable {
  /// The position before the oldest comment that the ring accounts for.
  private(set) var floor: Seq
  /// The position that the ring accounts for.
  private(set) var latest: Seq
  private(set) var comments: Deque<EncodedComment> = []
  private var byteCount = 0
  /// The highest `seq` of each author who reads something here otherwise than the others do. A
  /// stale entry costs an encoding, never a wrong one.
  private var personal: [UserID: Seq] = [:]
  private let maximumCount: Int
  private let maximumBytes: Int

  /// An empty ring at `position`.
  init(at position: Seq, maximumCount: Int, maximumBytes: Int) {
    floor = position
    latest = position
    self.maximumCount = maximumCount
    self.maximumBytes = maximumBytes
  }

  /// Takes what `(latest, upto]` holds, ascending.
  mutating func append(_ added: some Sequence<EncodedComment>, upto: Seq) {
    for comment in added where comment.seq > latest {
      comments.append(comment)
      byteCount += comment.byteCount
      if comment.isPersonal { personal[comment.comment.userID] = comment.seq }
    }
    latest = max(latest, upto)
    while comments.count > maximumCount || byteCount > maximumBytes,
      let oldest = comments.popFirst()
    {
      byteCount -= oldest.byteCount
      floor = oldest.seq
    }
    if comments.isEmpty { personal = [:] }
  }

  /// Changes what `event` touches; true when anything was.
  mutating func apply(_ event: ModerationEvent) -> Bool {
    guard event.targets != nil || event.action == .purgeUser else { return false }
    var changed = false
    for index in indices(touchedBy: event) {
      guard let comment = comments[index].applying(event) else { continue }
      byteCount += comment.byteCount - comments[index].byteCount
      comments[index] = comment
      if comment.isPersonal {
        let author = comment.comment.userID
        personal[author] = max(personal[author] ?? .zero, comment.seq)
      }
      changed = true
    }
    return changed
  }

  /// What `event` touches and is here.
  func comments(touchedBy event: ModerationEvent) -> some Sequence<EncodedComment> {
    indices(touchedBy: event).lazy.map { comments[$0] }
  }

  private func indices(touchedBy event: ModerationEvent) -> [Int] {
    if event.action == .purgeUser {
      guard let from = event.fromSeq, let upto = event.uptoSeq, from <= upto else { return [] }
      return Array(index(after: from.advanced(by: -1))..<index(after: upto))
    }
    return (event.targets ?? []).compactMap { target in
      let index = index(after: target.seq.advanced(by: -1))
      guard index < comments.count, comments[index].seq == target.seq else { return nil }
      return index
    }
  }

  /// The index of the first comment after `position`.
  func index(after position: Seq) -> Int {
    var low = 0
    var high = comments.count
    while low < high {
      let middle = (low + high) / 2
      if comments[middle].seq <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// When the first comment after `position` was accepted; nil when there is none, or it was read
  /// from the log.
  func receivedAt(after position: Seq) -> Instant? {
    let index = index(after: position)
    return index < comments.count ? comments[index].receivedAt : nil
  }

  /// How many comments lie in `(position, latest]`; nil when the ring no longer holds them all.
  func count(after position: Seq) -> Int? {
    position >= floor ? comments.count - index(after: position) : nil
  }

  /// The audience that reads everything after `position` as `audience` does: mostly `everyone`, so
  /// that one encoding serves all viewers.
  func sharedAudience(of audience: Audience, after position: Seq) -> Audience {
    guard case .user(let userID) = audience else { return audience }
    guard !personal.isEmpty, let own = personal[userID], own > position else { return .everyone }
    return audience
  }
}
