import LiveComments

/// What this moderator has decided and the feed does not show yet, laid over the feed until it does:
/// the own screen reacts at the key press. The feed itself is never touched.
///
/// Bounded: requests without an answer by the session's outbox, accepted ones by `capacity`; beyond
/// it the oldest go, whose events are on their way.
struct PendingDecisions: Sendable {
  static let capacity = 256

  struct Entry: Sendable {
    let key: String
    let request: ModerationRequest
    /// What was said when it was decided.
    let done: String
    /// The state that it gives to each comment that it names.
    var states: [CommentID: CommentState] = [:]
    var purge: Reach?
    /// The comment that it pins.
    var pinned: Comment?
    /// By whom and why, as comments carry it.
    let moderation: Comment.Moderation
    /// Where the accepted event stands; nil until the server has acknowledged it.
    var acceptedAt: ModSeq?
  }

  /// The comments that a purge covers, as far as this client can tell.
  struct Reach: Sendable, Hashable {
    let userID: UserID
    let upto: Seq
    let since: Timestamp?

    func covers(_ comment: Comment) -> Bool {
      guard comment.userID == userID, comment.seq <= upto else { return false }
      return since.map { comment.createdAt >= $0 } ?? true
    }
  }

  private(set) var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  subscript(key: String) -> Entry? { entries.first { $0.key == key } }

  mutating func append(_ entry: Entry) {
    entries.append(entry)
    if entries.count > Self.capacity { entries.removeFirst() }
  }

  @discardableResult
  mutating func remove(_ key: String) -> Entry? {
    entries.firstIndex { $0.key == key }.map { entries.remove(at: $0) }
  }

  mutating func accept(_ key: String, at modSeq: ModSeq) {
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return }
    entries[index].acceptedAt = modSeq
  }

  /// Lets go of what the feed shows by itself: accepted events up to `modSeq`, and the one given.
  mutating func settle(upTo modSeq: ModSeq, and event: ModSeq? = nil) {
    guard !entries.isEmpty else { return }
    entries.removeAll { entry in
      guard let place = entry.acceptedAt else { return false }
      return place <= modSeq || place == event
    }
  }

  /// Positions are void: what was accepted is in them, or lost with them.
  mutating func removeAccepted() { entries.removeAll { $0.acceptedAt != nil } }
}

extension PendingDecisions {
  /// The comment as these decisions leave it, and whether the last of them waits for the server; nil
  /// when none is about it.
  func decided(_ comment: Comment) -> (comment: Comment, isPending: Bool)? {
    guard !entries.isEmpty else { return nil }
    var result: (comment: Comment, isPending: Bool)?
    for entry in entries {
      let state = entry.states[comment.commentID]
      guard state != nil || entry.purge?.covers(comment) == true else { continue }
      var decided = comment
      decided.state = state ?? .deleted
      decided.moderation = entry.moderation
      result = (decided, entry.acceptedAt == nil)
    }
    return result
  }

  /// The comment as these decisions leave it.
  func resolved(_ comment: Comment) -> Comment { decided(comment)?.comment ?? comment }

  /// The pinned comments as these decisions leave them, the newest pin first.
  func pins(_ pins: [Comment]) -> [Comment] {
    guard !entries.isEmpty else { return pins }
    var pins = pins
    for entry in entries {
      let ids = entry.request.commentIDs ?? []
      if let pinned = entry.pinned {
        pins.removeAll { $0.commentID == pinned.commentID }
        pins.insert(pinned, at: 0)
      } else if entry.request.action == .unpin || entry.request.action == .delete
        || entry.request.action == .hold
      {
        pins.removeAll { ids.contains($0.commentID) }
      }
    }
    return Array(pins.prefix(Self.mostPins))
  }

  /// Comments that can be pinned at a time (design §5.4).
  static let mostPins = 3

  /// The last of these decisions with one of the actions.
  func last(_ actions: ModerationAction...) -> Entry? {
    entries.last { actions.contains($0.request.action) }
  }
}
