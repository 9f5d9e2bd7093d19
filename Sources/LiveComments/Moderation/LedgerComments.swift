/// Who decided, and why, shared by all that one event decided. Only moderators are told.
final class LedgerDecision: Sendable {
  let moderation: Comment.Moderation

  init?(_ event: ModerationEvent) {
    guard event.actor != nil || event.actorKind != nil else { return nil }
    moderation = Comment.Moderation(
      actor: event.actor, action: event.action, reason: event.reason, policy: event.policy,
      at: event.at)
  }
}

/// The visibility registers of the comments that events have named: tombstones, and what undid
/// them.
struct LedgerComments: Sendable {
  struct Entry: Sendable {
    var seq: Seq
    var state: CommentState
    var modSeq: ModSeq
    var decision: LedgerDecision?
  }

  private var entries: [CommentID: Entry] = [:]

  var count: Int { entries.count }
  var seqs: [Seq] { entries.values.map(\.seq) }

  subscript(id: CommentID) -> Entry? { entries.isEmpty ? nil : entries[id] }

  /// False, and nothing changes, when the comment's register was decided by this or a later event.
  mutating func set(_ entry: Entry, for id: CommentID) -> Bool {
    if let known = entries[id], known.modSeq >= entry.modSeq { return false }
    entries[id] = entry
    return true
  }

  /// Removes those that satisfy the condition and returns the highest `mod_seq` among them.
  mutating func removeAll(where condition: (Entry) -> Bool) -> ModSeq {
    var highest = ModSeq.zero
    entries = entries.filter { _, entry in
      guard condition(entry) else { return true }
      highest = max(highest, entry.modSeq)
      return false
    }
    return highest
  }
}
