import LiveComments
import Testing

@testable import ServerCore

/// Restores in pieces, beside decisions that fall between their pieces.
@Suite struct RestoreRaceTests {
  /// The purges of a user and what took them back, in order, and what that makes of one comment that
  /// all of them cover.
  @Test(
    "a comment belongs to the restore that would have brought it back at once",
    arguments: [
      ("P1", nil), ("P1 R1", 2), ("P1 R1 P2", nil), ("P1 R1 P2 R2", 4), ("P1 P2 R1", nil),
      ("P1 P2 R2", nil), ("P1 P2 R2 R1", nil), ("P1 R1 P2 P3 R2", nil), ("P1 R1 P2 P3 R3", nil),
      ("P1 R1 P2 P3 R3 R2", nil), ("P1 R1 P2 R2 P3 R3", 6),
    ] as [(String, ModSeq?)])
  func owner(story: String, owner: ModSeq?) {
    #expect(Self.history(story).restorer(of: 5, decided: .zero) == owner)
    #expect(Self.history(story).restorer(of: 10, decided: .zero) == nil, "beyond the ranges")
  }

  @Test(
    "what decided a comment after a purge is beyond that purge, and what takes it back",
    arguments: [
      ("P1 R1", 2, nil), ("P1 R1", 1, nil), ("P1 R1", 0, 2), ("P1 R1 P2 R2", 2, 4),
      ("P1 P2 R2", 1, 3), ("P1 P2 R1 R2", 1, 4), ("P1 P2 R2", 2, nil),
    ] as [(String, ModSeq, ModSeq?)])
  func decidedSince(story: String, decided: ModSeq, owner: ModSeq?) {
    #expect(Self.history(story).restorer(of: 5, decided: decided) == owner)
  }

  @Test("a restore passes over what later purges keep, at once, and nothing else")
  func overtaken() {
    let history = PurgeHistory([
      .init(modSeq: 1, fromSeq: 1, uptoSeq: 9, restoredBy: 2),
      .init(modSeq: 3, fromSeq: 4, uptoSeq: 6), .init(modSeq: 5, fromSeq: 6, uptoSeq: 8),
      .init(modSeq: 4, fromSeq: 1, uptoSeq: 2, restoredBy: 6),
    ])
    let open = (1...9).map { history.firstOpen(from: Seq.zero.advanced(by: $0), afterPurge: 1) }
    #expect(open == [1, 2, 3, 9, 9, 9, 9, 9, 9])
    #expect(history.firstOpen(from: 4, afterPurge: 3) == 4)
    let all = PurgeHistory([.init(modSeq: 9, fromSeq: 1, uptoSeq: .highest)])
    #expect(all.firstOpen(from: 1, afterPurge: 1) == .highest)
  }

  @Test(
    "a restore in pieces ends as one commit would, whatever is decided between the pieces",
    arguments: 0..<400)
  func pieces(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var whole = ModelLog()
    whole.commentsPerRestore = nil
    var pieces = ModelLog()
    pieces.commentsPerRestore = Int.random(in: 1...3, using: &generator)
    for _ in 0..<80 {
      if Bool.random(using: &generator) { pieces.restorePiece() }
      step(&whole, &pieces, using: &generator, seed)
    }
    var steps = 0
    while pieces.isRestoring, steps < 1_000 {
      pieces.restorePiece()
      steps += 1
    }
    #expect(!pieces.isRestoring, "seed \(seed)")
    #expect(whole.rows.map(whole.state) == pieces.rows.map(pieces.state), "seed \(seed)")
    #expect(whole.rows.map(whole.decider) == pieces.rows.map(pieces.decider), "seed \(seed)")
  }

  /// The same on both logs: what either takes, whatever a restore has come to.
  private func step(
    _ whole: inout ModelLog, _ pieces: inout ModelLog,
    using generator: inout SeededGenerator, _ seed: UInt64
  ) {
    let user: UserID = Int.random(in: 0..<6, using: &generator) == 0 ? "b" : "a"
    let place = Int.random(in: 0..<1_000, using: &generator)
    let choice = Int.random(in: 0..<16, using: &generator)
    let seconds: Int? = Bool.random(using: &generator) ? nil : place % 9 + 1
    let actor = User.sample("m\(place)", .moderator)
    func play(_ log: inout ModelLog) -> ProblemCode? {
      log.now.milliseconds += 1_000
      let id = log.rows.isEmpty ? nil : log.rows[place % log.rows.count].comment.commentID
      let measure: ModerationCommand.Measure?
      switch choice {
      case 0..<6:
        log.post(by: user, state: choice == 0 ? .held : nil)
        return nil
      case 6: measure = id.map { .setState(.delete, [$0]) }
      case 7: measure = id.map { .setState(.hold, [$0]) }
      case 8..<11: measure = .purge(user, seconds: seconds)
      default:
        measure =
          log.purges.isEmpty
          ? nil : .restorePurge(log.purgesInOrder[place % log.purges.count].id)
      }
      guard let measure else { return nil }
      do {
        try log.moderate(measure, by: actor)
        return nil
      } catch {
        return error.code
      }
    }
    let answers = [play(&whole), play(&pieces)]
    #expect(answers[0] == answers[1], "seed \(seed)")
  }

  /// The story as a history: `P1` purges `1...9`, `R1` takes that back; each is one event.
  private static func history(_ story: String) -> PurgeHistory {
    var entries: [Character: PurgeHistory.Entry] = [:]
    for (index, word) in story.split(separator: " ").enumerated() {
      let modSeq = ModSeq.zero.advanced(by: Int64(index) + 1)
      guard let name = word.last else { continue }
      if word.hasPrefix("P") {
        entries[name] = PurgeHistory.Entry(modSeq: modSeq, fromSeq: 1, uptoSeq: 9)
      } else {
        entries[name]?.restoredBy = modSeq
      }
    }
    return PurgeHistory(Array(entries.values))
  }
}

extension ModelLog {
  /// In the order in which they came, whichever was restored last.
  fileprivate var purgesInOrder: [PurgeRow] { purges.sorted { $0.modSeq < $1.modSeq } }

  /// Who decided the state that holds of a row, and how.
  fileprivate func decider(of row: Row) -> String {
    let purge =
      purges.filter {
        $0.userID == row.comment.userID && $0.from <= row.comment.seq && row.comment.seq <= $0.upto
      }.map(\.modSeq).max() ?? .zero
    let decided = max(row.modSeq, purge)
    guard let event = events.first(where: { $0.modSeq == decided }) else { return "" }
    return "\(event.action) by \(event.actor?.rawValue ?? "")"
  }
}
