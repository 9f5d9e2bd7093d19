public import LiveComments

/// What is wrong with an audit log.
public enum AuditFinding: Sendable, Hashable {
  /// Where a record stands.
  public struct Place: Sendable, Hashable {
    public var index: Int64
    /// Nil when the record names none.
    public var streamID: StreamID?
    public var modSeq: ModSeq

    public init(index: Int64, streamID: StreamID?, modSeq: ModSeq) {
      self.index = index
      self.streamID = streamID
      self.modSeq = modSeq
    }
  }

  /// The record is not the one that was chained.
  case edited(Place)
  /// The record is genuine, and what was chained before it is gone, or was replaced by something
  /// that carries another digest. `count` is nil when the records after it were renumbered.
  case removed(before: Place, count: Int64?)
  /// The record is genuine, and stands elsewhere than it was chained.
  case reordered(Place)
  /// The log ends before the head that was kept outside.
  case truncated(after: Int64, count: Int64)
  /// The record at the index of the head that was kept outside has another digest.
  case headMismatch(index: Int64)
  /// There are records, and no head was kept outside.
  case headMissing
  /// The records are genuine, and a table that is theirs to decide says something else: that is what
  /// readers are shown. Nil for what holds in every stream.
  case contradicted(Consequence, of: StreamID?)

  /// What follows from records and is stored beside them.
  public enum Consequence: Sendable, Hashable {
    /// How many comments at least, and the first of them.
    case comments(count: Int64, first: Seq)
    case purges, standings, controls, pins
  }
}

/// What a verification came to.
public struct AuditReport: Sendable, Hashable {
  public var records: Int64
  public var findings: [AuditFinding]
  /// Records after the head that was kept outside: chained, and committed just before a crash. They
  /// are no finding.
  public var beyondHead: Int64

  public var isIntact: Bool { findings.isEmpty }
}

/// Checks the records of a log, in ascending order of their indices.
///
/// It remembers 8 bytes of each digest, so as to tell what was moved from what was removed.
public struct AuditVerifier: Sendable {
  private let expected: AuditHead?
  private let hash: AuditHash
  private var last = AuditHead.origin
  private var records: Int64 = 0
  private var findings: [AuditFinding] = []
  private var digestAtHead: AuditDigest?
  private var seen: Set<UInt64> = []
  /// Genuine records whose predecessor is not the one before them, by what they were chained to.
  private var misplaced: [(place: AuditFinding.Place, previous: AuditDigest, gap: Int64?)] = []

  /// - Parameter head: as kept outside the log; nil when there is none.
  public init(head: AuditHead?, hash: @escaping AuditHash) {
    expected = head
    self.hash = hash
    if head?.index == 0 { digestAtHead = .origin }
    remember(.origin)
  }

  public mutating func check(_ record: AuditRecord, _ link: AuditLink) {
    let place = AuditFinding.Place(
      index: link.index, streamID: record.streamID, modSeq: record.event.modSeq)
    take(
      place, link,
      isGenuine: AuditChain.digest(of: record, after: link.previous, hash: hash) == link.digest)
  }

  /// Takes note of a record that is so damaged that it cannot be read.
  public mutating func checkUnreadable(_ place: AuditFinding.Place, _ link: AuditLink) {
    take(place, link, isGenuine: false)
  }

  private mutating func take(
    _ place: AuditFinding.Place, _ link: AuditLink, isGenuine: Bool
  ) {
    if !isGenuine { findings.append(.edited(place)) }
    let gap = link.index - last.index - 1
    // An edited record says nothing reliable about what it was chained to.
    if gap != 0 || (isGenuine && link.previous != last.digest) {
      misplaced.append((place, link.previous, gap > 0 ? gap : nil))
    }
    records += 1
    remember(link.digest)
    if link.index == expected?.index { digestAtHead = link.digest }
    last = AuditHead(index: link.index, digest: link.digest)
  }

  public func finish() -> AuditReport {
    var findings = findings
    for (place, previous, gap) in misplaced {
      let isElsewhere = seen.contains(Self.prefix(of: previous)) && gap == nil
      findings.append(isElsewhere ? .reordered(place) : .removed(before: place, count: gap))
    }
    if let expected {
      if expected.index > last.index {
        findings.append(.truncated(after: last.index, count: expected.index - last.index))
      } else if digestAtHead != expected.digest {
        findings.append(.headMismatch(index: expected.index))
      }
    } else if records > 0 {
      findings.append(.headMissing)
    }
    let beyond = expected.map { max(last.index - $0.index, 0) } ?? 0
    return AuditReport(records: records, findings: findings, beyondHead: beyond)
  }

  private mutating func remember(_ digest: AuditDigest) { seen.insert(Self.prefix(of: digest)) }

  private static func prefix(of digest: AuditDigest) -> UInt64 {
    digest.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension AuditFinding: CustomStringConvertible {
  public var description: String {
    switch self {
    case .edited(let place): "\(place) was edited"
    case .removed(let place, let count?): "\(count) records before \(place) were removed"
    case .removed(let place, nil): "what came before \(place) was removed or replaced"
    case .reordered(let place): "\(place) was moved"
    case .truncated(let index, let count): "\(count) records after record \(index) were cut off"
    case .headMismatch(let index): "record \(index) is not the one that the head was kept of"
    case .contradicted(let consequence, let streamID):
      "\(consequence) of \(streamID?.rawValue ?? "all streams") differ from what the records decided"
    case .headMissing: "no head was kept outside the log: cut-off records cannot be told"
    }
  }
}

extension AuditFinding.Consequence: CustomStringConvertible {
  public var description: String {
    switch self {
    case .comments(let count, let first):
      "the states of \(count) or more comments, from \(first) on,"
    case .purges: "the purges"
    case .standings: "the mutes and shadow bans"
    case .controls: "the controls"
    case .pins: "the pins"
    }
  }
}

extension AuditFinding.Place: CustomStringConvertible {
  public var description: String {
    "record \(index) (\(streamID?.rawValue ?? "no stream"), mod_seq \(modSeq))"
  }
}
