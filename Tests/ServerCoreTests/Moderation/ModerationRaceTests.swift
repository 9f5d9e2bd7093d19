import LiveComments
import Testing

@testable import ServerCore

/// Moderators who race each other with random commands over a busy stream.
@Suite struct ModerationRaceTests {
  private struct Race {
    var log = ModelLog()
    var refused = 0
    private let users: [UserID] = ["a", "b", "c", "m2"]
    private let actors: [User] = [
      .sample("mo", .moderator), .sample("m2", .moderator), .sample("olga", .owner), .sample("a"),
    ]

    init(seed: UInt64, steps: Int) {
      var generator = SeededGenerator(seed: seed)
      log.roles = ["m2": .moderator]
      log.commentsPerRestore = Int.random(in: 1...4, using: &generator)
      for _ in 0..<steps {
        log.now.milliseconds += Int64.random(in: 0...2_000, using: &generator)
        if Int.random(in: 0..<4, using: &generator) == 0 { log.restorePiece() }
        let user = users.randomElement(using: &generator) ?? "a"
        if Bool.random(using: &generator) {
          log.post(by: user, state: Int.random(in: 0..<5, using: &generator) == 0 ? .held : nil)
        } else {
          moderate(user, using: &generator)
        }
      }
    }

    private mutating func moderate(_ user: UserID, using generator: inout SeededGenerator) {
      let actor = actors.randomElement(using: &generator) ?? actors[0]
      let before = log.events
      let states = log.rows.map(log.state)
      do {
        try log.moderate(measure(user, using: &generator), by: actor)
      } catch {
        refused += 1
        #expect(log.events == before && log.rows.map(log.state) == states)
      }
    }

    private func measure(
      _ user: UserID, using generator: inout SeededGenerator
    ) -> ModerationCommand.Measure {
      let ids = (0..<Int.random(in: 1...3, using: &generator)).compactMap { _ in
        log.rows.randomElement(using: &generator)?.comment.commentID
      }
      guard let id = ids.first else { return .lock }
      switch Int.random(in: 0..<12, using: &generator) {
      case 0...4:
        return .setState(CommentAction.allCases.randomElement(using: &generator) ?? .delete, ids)
      case 5: return .purge(user, seconds: Bool.random(using: &generator) ? nil : 5)
      case 6:
        guard let purge = log.purges.randomElement(using: &generator) else { return .unlock }
        return .restorePurge(purge.id)
      case 7: return .shadowBan(user)
      case 8: return .liftShadowBan(user)
      case 9: return .unpin(id)
      default: return .pin(id)
      }
    }
  }

  @Test(
    "whatever the order in which events arrive, a ledger ends where the log stands",
    arguments: 0..<60)
  func convergence(seed: UInt64) {
    let race = Race(seed: seed, steps: 150)
    var generator = SeededGenerator(seed: seed &+ 1_000)
    var events = race.log.events + race.log.events.prefix(20)
    for _ in 0..<4 {
      var ledger = Ledger(limits: .unbounded)
      for event in events { _ = ledger.apply(event) }
      for row in race.log.rows {
        var stored = row.comment
        stored.state = initialState(of: row, in: race.log)
        #expect(
          ledger.resolved(stored).state == race.log.state(of: row),
          "seed \(seed), \(row.comment.seq)")
        #expect(
          ledger.isPinned(stored.commentID) == race.log.pins.contains(stored.commentID),
          "seed \(seed)")
      }
      for user: UserID in ["a", "b", "c", "m2"] {
        #expect(ledger.isShadowBanned(user) == race.log.shadowBanned.contains(user), "seed \(seed)")
      }
      events.shuffle(using: &generator)
    }
    #expect(race.refused > 0, "seed \(seed): nothing was ever refused")
  }

  /// What a comment was before any event: no event, or the first one, tells only from its row.
  private func initialState(of row: ModelLog.Row, in log: ModelLog) -> CommentState {
    row.modSeq == .zero ? row.comment.state : .visible
  }

  @Test(
    "at no position are there more than three pins, or a pin on a retracted comment",
    arguments: 0..<60)
  func pins(seed: UInt64) {
    let race = Race(seed: seed, steps: 150)
    var ledger = Ledger(limits: .unbounded)
    for event in race.log.events {
      _ = ledger.apply(event)
      let pinned = race.log.rows.map(\.comment).filter { ledger.isPinned($0.commentID) }
      #expect(pinned.count <= 3, "seed \(seed), mod_seq \(event.modSeq)")
      for comment in pinned {
        let state = ledger.visibility(
          of: comment.commentID, by: comment.userID, at: comment.seq)?.value
        #expect(state == .visible, "seed \(seed), mod_seq \(event.modSeq)")
      }
    }
  }
}
