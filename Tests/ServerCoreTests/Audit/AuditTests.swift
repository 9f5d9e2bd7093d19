import LiveComments
import Testing

@testable import ServerCore

@Suite struct AuditTests {
  /// Not cryptographic, but every bit of the input changes the output.
  private static let hash: AuditHash = { bytes in
    (0..<4).flatMap { lane in
      let hash = bytes.reduce(WordHash.extend(WordHash.start, by: UInt64(lane))) {
        WordHash.extend($0, by: UInt64($1))
      }
      return withUnsafeBytes(of: hash.bigEndian) { Array($0) }
    }
  }

  private typealias Entry = (record: AuditRecord, link: AuditLink)

  private static func record(_ number: Int, reason: String? = "spam") -> AuditRecord {
    var generator = SeededGenerator(seed: UInt64(number))
    let time = Timestamp(milliseconds: Int64(number))
    return AuditRecord(
      streamID: number % 2 == 0 ? .launch : .premiere,
      event: ModerationEvent(
        modSeq: ModSeq.zero.advanced(by: Int64(number)),
        moderationID: ModerationID(at: time, using: &generator), action: .delete, at: time,
        targets: [.init(commentID: .sample(number), seq: 1, state: .deleted)],
        comments: [.sample()], actor: "mo", actorKind: .human, reason: reason))
  }

  private static func log(_ count: Int) -> (entries: [Entry], head: AuditHead) {
    var chain = AuditChain(hash: hash)
    let entries = (1...count).map { number in
      let record = record(number)
      return (record, chain.append(record))
    }
    return (entries, chain.head)
  }

  private static func verify(_ entries: [Entry], head: AuditHead?) -> AuditReport {
    var verifier = AuditVerifier(head: head, hash: hash)
    for entry in entries { verifier.check(entry.record, entry.link) }
    return verifier.finish()
  }

  private static func place(_ entry: Entry) -> AuditFinding.Place {
    AuditFinding.Place(
      index: entry.link.index, streamID: entry.record.streamID,
      modSeq: entry.record.event.modSeq)
  }

  @Test("a log as it was written is intact, and so is an empty one")
  func intact() {
    let log = Self.log(10)
    #expect(Self.verify(log.entries, head: log.head).findings.isEmpty)
    #expect(Self.verify([], head: .origin).isIntact)
    #expect(Self.verify([], head: nil).isIntact)
  }

  @Test("records that were committed after the head was last kept are no finding")
  func beyondHead() {
    let log = Self.log(10)
    let link = log.entries[6].link
    let report = Self.verify(log.entries, head: AuditHead(index: 7, digest: link.digest))
    #expect(report.isIntact && report.beyondHead == 3 && report.records == 10)
  }

  @Test("an edited record is found, and only that one", arguments: 0..<10)
  func edited(_ index: Int) {
    var log = Self.log(10)
    log.entries[index].record.event.reason = "ham"
    #expect(
      Self.verify(log.entries, head: log.head).findings == [
        .edited(Self.place(log.entries[index]))
      ])
  }

  @Test("a removed record is found, wherever it was", arguments: 0..<10)
  func removed(_ index: Int) {
    var log = Self.log(10)
    log.entries.remove(at: index)
    let findings = Self.verify(log.entries, head: log.head).findings
    #expect(
      findings == [
        index == 9
          ? .truncated(after: 9, count: 1)
          : .removed(before: Self.place(log.entries[index]), count: 1)
      ])
  }

  @Test("a removed record is found when the rest was numbered anew")
  func renumbered() {
    var log = Self.log(10)
    log.entries.remove(at: 4)
    for index in 4..<9 { log.entries[index].link.index -= 1 }
    let findings = Self.verify(log.entries, head: log.head).findings
    #expect(
      findings == [
        .removed(before: Self.place(log.entries[4]), count: nil),
        .truncated(after: 9, count: 1),
      ])
  }

  @Test("records that were swapped are found")
  func reordered() {
    var log = Self.log(10)
    log.entries.swapAt(3, 4)
    (log.entries[3].link.index, log.entries[4].link.index) = (4, 5)
    let findings = Self.verify(log.entries, head: log.head).findings
    #expect(findings == (3...5).map { .reordered(Self.place(log.entries[$0])) })
  }

  @Test("a log that was cut off is found, to its last record", arguments: 0..<10)
  func truncated(_ kept: Int) {
    let log = Self.log(10)
    let findings = Self.verify(Array(log.entries.prefix(kept)), head: log.head).findings
    #expect(findings == [.truncated(after: Int64(kept), count: Int64(10 - kept))])
  }

  @Test("a log that was written anew, links and all, does not match the head")
  func rewritten() {
    let log = Self.log(10)
    var chain = AuditChain(hash: Self.hash)
    let forged = (1...10).map { number -> Entry in
      let record = Self.record(number, reason: number == 3 ? "ham" : "spam")
      return (record, chain.append(record))
    }
    #expect(Self.verify(forged, head: log.head).findings == [.headMismatch(index: 10)])
    #expect(Self.verify(forged, head: nil).findings == [.headMissing])
  }

  @Test("an edit whose own digest was made to fit breaks the link after it")
  func relinked() {
    var log = Self.log(10)
    log.entries[4].record.event.reason = "ham"
    log.entries[4].link.digest = AuditChain.digest(
      of: log.entries[4].record, after: log.entries[4].link.previous, hash: Self.hash)
    let findings = Self.verify(log.entries, head: log.head).findings
    #expect(findings == [.removed(before: Self.place(log.entries[5]), count: nil)])
  }

  @Test("any difference in what was decided changes the canonical bytes; what readers see does not")
  func canonical() {
    let base = Self.record(1)
    let edits: [(inout AuditRecord) -> Void] = [
      { $0.streamID = .launch }, { $0.event.modSeq = 9 }, { $0.event.action = .restore },
      { $0.event.at = Timestamp(milliseconds: 7) }, { $0.event.targets?[0].seq = 2 },
      { $0.event.targets?[0].state = .held }, { $0.event.targets = nil },
      { $0.event.userID = "u" }, { $0.event.fromSeq = 1 }, { $0.event.uptoSeq = 1 },
      { $0.event.scope = "*" }, { $0.event.durationSeconds = 1 },
      { $0.event.until = Timestamp(milliseconds: 1) }, { $0.event.seconds = 1 },
      { $0.event.level = .auto }, { $0.event.actor = "eve" }, { $0.event.actorKind = .automated },
      { $0.event.reason = "" }, { $0.event.reason = nil }, { $0.event.policy = "spam" },
      { $0.rules = [] },
    ]
    var all: Set<[UInt8]> = [base.canonicalBytes]
    for edit in edits {
      var record = base
      edit(&record)
      all.insert(record.canonicalBytes)
    }
    #expect(all.count == edits.count + 1)
    var shown = base
    shown.event.comments = nil
    #expect(shown.canonicalBytes == base.canonicalBytes)
  }

  @Test("a head is one line of text")
  func headText() {
    let head = AuditHead(index: 42, digest: AuditDigest(bytes: [0, 0xAB, 0xFF]))
    #expect(head.text == "gavel-audit 1 00000000000000000042 00abff\n")
    #expect(AuditHead(text: head.text) == head)
    for text in [
      "", "gavel-audit 1 42", "gavel-audit 2 42 00", "gavel-audit 1 -1 00", "gavel-audit 1 1 0g",
      "gavel-audit 1 1 000",
    ] {
      #expect(AuditHead(text: text) == nil, "\(text)")
    }
  }
}
