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

  /// Removes those that satisfy the condition and returns the highest `mod_seq` among them.
  mutating func removeAll(where condition: (Purge) -> Bool) -> ModSeq {
    var highest = ModSeq.zero
    for (user, known) in purges {
      let kept = known.filter { !condition($0.purge) }
      guard kept.count < known.count else { continue }
      for recorded in known where condition(recorded.purge) {
        highest = max(highest, recorded.purge.modSeq)
      }
      count -= known.count - kept.count
      purges[user] = kept.isEmpty ? nil : kept
    }
    return highest
  }
}
