public import LiveComments

/// The purges of one user in one stream, and which of them were taken back: what tells of a deleted
/// comment whether it stays so.
///
/// A purge is one range, so it is one write whatever it covers. Taking it back is a write to every
/// comment, so it runs in pieces, and whatever others decide meanwhile falls between two of them. It
/// comes to the same as if the whole had happened at its first event, by these invariants:
///
/// 1. **One owner.** Each comment has at most one restore that brings it back: the one that would
///    have, had each restore been a single write (`restorer`). Restores that run side by side, over
///    ranges that overlap, never bring a comment back twice, and the one that is named as the
///    decider is the same as then.
/// 2. **What was decided since stands.** An event that names the comment after the purge (a delete,
///    a hold, a restore by hand) puts it out of reach of every purge before that event, and so of
///    what takes such a purge back.
/// 3. **A later purge overtakes.** A comment that it covers stays deleted, also where the restore
///    had not yet come; taking the later purge back brings that comment back too, as the restore
///    that was overtaken would have.
/// 4. **An earlier purge is not undone by a later one's restore**, nor the other way round: a comment
///    that two purges cover, neither of them taken back before the other came, stays deleted.
/// 5. **Nothing comes late.** A restore that has passed a comment by never comes to own it: what a
///    later event makes of it belongs to that later event. So the position that a restore has reached
///    is all that is left to remember of it, and a comment that is posted or decided behind it needs
///    no second look.
/// 6. **Once.** A purge is taken back once; whoever asks again, also meanwhile, is told so.
public struct PurgeHistory: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    /// The event that purged.
    public var modSeq: ModSeq
    public var fromSeq: Seq
    public var uptoSeq: Seq
    /// The first event of what took it back; nil when nobody has.
    public var restoredBy: ModSeq?

    public init(modSeq: ModSeq, fromSeq: Seq, uptoSeq: Seq, restoredBy: ModSeq? = nil) {
      self.modSeq = modSeq
      self.fromSeq = fromSeq
      self.uptoSeq = uptoSeq
      self.restoredBy = restoredBy
    }

    fileprivate func covers(_ seq: Seq) -> Bool { fromSeq <= seq && seq <= uptoSeq }
  }

  /// Ascending by `mod_seq`.
  public let entries: [Entry]
  private let steps: [Step]

  /// Something that happened: an entry's purge, or its restore.
  private struct Step: Hashable {
    var modSeq: ModSeq
    var entry: Int
    var isRestore: Bool
  }

  public init(_ entries: [Entry]) {
    let ordered = entries.sorted { $0.modSeq < $1.modSeq }
    self.entries = ordered
    var steps: [Step] = []
    for (index, entry) in ordered.enumerated() {
      steps.append(Step(modSeq: entry.modSeq, entry: index, isRestore: false))
      if let restoredBy = entry.restoredBy {
        steps.append(Step(modSeq: restoredBy, entry: index, isRestore: true))
      }
    }
    self.steps = steps.sorted { $0.modSeq < $1.modSeq }
  }

  /// The restore, by its first event, that brings back the user's comment at `seq`, which the event
  /// `decided` (0: none) was the last to name; nil when none does.
  ///
  /// A restore brings back what one purge alone deletes; whatever comes after it is another story.
  public func restorer(of seq: Seq, decided: ModSeq) -> ModSeq? {
    var standing = 0
    var first = 0
    var restorer: ModSeq?
    for step in steps {
      let entry = entries[step.entry]
      guard entry.modSeq > decided, entry.covers(seq) else { continue }
      if !step.isRestore {
        if standing == 0 { first = step.entry }
        standing += 1
        restorer = nil
      } else if standing == 1, first == step.entry {
        standing = 0
        restorer = step.modSeq
      }
    }
    return restorer
  }

  /// The first position from `seq` on that no later purge of those that stand keeps from what takes
  /// back the purge `modSeq`: a restore that was overtaken need not look at each comment.
  public func firstOpen(from seq: Seq, afterPurge modSeq: ModSeq) -> Seq {
    var seq = seq
    while let later = entries.last(where: {
      $0.modSeq > modSeq && $0.restoredBy == nil && $0.covers(seq)
    }), seq < .highest {
      seq = later.uptoSeq.advanced(by: 1)
    }
    return seq
  }
}
