/// A user's comments from `fromSeq` to `uptoSeq`, both included, deleted at once.
public struct Purge: Sendable, Hashable {
  public var userID: UserID
  public var fromSeq: Seq
  public var uptoSeq: Seq
  /// The event that decided.
  public var modSeq: ModSeq

  public func covers(_ seq: Seq) -> Bool { fromSeq <= seq && seq <= uptoSeq }

  /// Whether this one decides whatever `other` would.
  func dominates(_ other: Purge) -> Bool {
    modSeq >= other.modSeq && fromSeq <= other.fromSeq && other.uptoSeq <= uptoSeq
  }
}

/// Purges by user, oldest decision first, without those that a later one makes void. Purges reach
/// up to the present, so a user rarely has more than one or two.
struct LedgerPurges: Sendable {
  private var purges: [UserID: [Recorded]] = [:]
  private(set) var count = 0

  private struct Recorded: Sendable {
    var purge: Purge
    var decision: LedgerDecision?
  }

  /// False, and nothing changes, when a purge that is known decides all that this one would.
  mutating func insert(_ purge: Purge, _ decision: LedgerDecision?) -> Bool {
    var known = purges[purge.userID] ?? []
    guard !known.contains(where: { $0.purge.dominates(purge) }) else { return false }
    count -= known.count
    known.removeAll { purge.dominates($0.purge) }
    let index = known.firstIndex { $0.purge.modSeq > purge.modSeq } ?? known.endIndex
    known.insert(Recorded(purge: purge, decision: decision), at: index)
    count += known.count
    purges[purge.userID] = known
    return true
  }

  /// The latest purge that covers this user's comment at `seq`.
  func latest(of user: UserID, at seq: Seq) -> (modSeq: ModSeq, decision: LedgerDecision?)? {
    guard count > 0 else { return nil }
    return purges[user]?.last { $0.purge.covers(seq) }.map { ($0.purge.modSeq, $0.decision) }
  }

  var uptoSeqs: [Seq] { purges.values.flatMap { $0.map(\.purge.uptoSeq) } }

  /// Forgets what purges decided before `settled` has to say about comments up to `seq`: of a range
  /// that reaches further the rest stays. Returns the highest `mod_seq` of which something left.
  mutating func discard(through seq: Seq, settled: ModSeq) -> ModSeq {
    var highest = ModSeq.zero
    rewrite { purge in
      guard purge.modSeq <= settled, purge.fromSeq <= seq else { return purge }
      highest = max(highest, purge.modSeq)
      guard purge.uptoSeq > seq else { return nil }
      var rest = purge
      rest.fromSeq = seq.advanced(by: 1)
      return rest
    }
    return highest
  }

  mutating func removeAll(decidedUpTo modSeq: ModSeq) {
    rewrite { $0.modSeq > modSeq ? $0 : nil }
  }

  private mutating func rewrite(_ change: (Purge) -> Purge?) {
    for (user, known) in purges {
      let kept = known.compactMap { recorded in
        change(recorded.purge).map { Recorded(purge: $0, decision: recorded.decision) }
      }
      count -= known.count - kept.count
      purges[user] = kept.isEmpty ? nil : kept
    }
  }
}
