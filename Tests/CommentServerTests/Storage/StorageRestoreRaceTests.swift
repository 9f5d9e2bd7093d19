import LiveComments
import ServerCore
import Testing

@testable import CommentServer

/// What others decide while a purge is being taken back.
struct StorageRestoreRaceTests {
  @Test("what somebody decides between two pieces stands")
  func decidedMeanwhile() async throws {
    let fixture = try LogFixture.restoring(by: 2)
    var ids: [CommentID] = []
    for _ in 0..<8 { ids.append(try await fixture.post().comment.commentID) }
    try await fixture.restore(try await fixture.purge())
    #expect(try await fixture.states() == "VVDDDDDD")
    // Behind the restore, and before it.
    try await fixture.moderate(.init(action: .delete, commentIDs: [ids[0], ids[3]]))
    try await fixture.moderate(.init(action: .hold, commentIDs: [ids[1], ids[4]]))
    let byHand = try await fixture.moderate(
      .init(action: .restore, commentIDs: [ids[5]], reason: "mine"))
    try await fixture.restoreAll()
    #expect(try await fixture.states() == "DHVDHVVV")
    #expect(try await fixture.allComments()[5].moderation?.reason == "mine")
    #expect(byHand.event.targets?.map(\.seq) == [6])
    #expect(try AuditCheck.run(directory: fixture.directory).isIntact)
  }

  @Test(
    "a second purge overtakes, and taking that back brings back what it had overtaken",
    arguments: [true, false])
  func overtaken(hasEnded: Bool) async throws {
    let fixture = try LogFixture.restoring(by: 2)
    for _ in 0..<6 { try await fixture.post() }
    try await fixture.restore(try await fixture.purge())
    let second = try await fixture.purge(by: .sample("max", .moderator))
    #expect(try await fixture.states() == "DDDDDD")
    if hasEnded {
      try await fixture.restorePiece()
      #expect(try await fixture.states() == "DDDDDD")
      #expect(try await !fixture.isRestoring(), "it need not look at what is beyond its reach")
    }
    try await fixture.restore(second, by: .sample("max", .moderator))
    try await fixture.restoreAll()
    #expect(try await fixture.states() == "VVVVVV")
    #expect(try await fixture.allComments().allSatisfy { $0.moderation?.actor == "max" })
    #expect(try AuditCheck.run(directory: fixture.directory).isIntact)
  }

  @Test("a second purge of a part overtakes there alone; both restores end side by side")
  func partlyOvertaken() async throws {
    let fixture = try LogFixture.restoring(by: 1)
    for _ in 0..<4 { try await fixture.post() }
    fixture.clock.advance(by: .seconds(60))
    for _ in 0..<4 { try await fixture.post() }
    try await fixture.restore(try await fixture.purge())
    let second = try await fixture.purge(seconds: 9, by: .sample("max", .moderator))
    try await fixture.post()
    try await fixture.restorePiece()
    #expect(try await fixture.states() == "VVDDDDDDV")
    try await fixture.restore(second, by: .sample("max", .moderator))
    try await fixture.restoreAll()
    #expect(try await fixture.states() == "VVVVVVVVV")
    let actors = try await fixture.allComments().map { $0.moderation?.actor }
    #expect(actors == ["mo", "mo", "mo", "mo", "max", "max", "max", "max", nil])
    #expect(try await fixture.events().flatMap { $0.targets ?? [] }.count == 8, "each once")
  }

  @Test("a purge under which another lies untouched brings nothing back of what both cover")
  func overlapping() async throws {
    let fixture = try LogFixture.restoring(by: 1)
    for _ in 0..<3 { try await fixture.post() }
    _ = try await fixture.purge()
    try await fixture.post()
    try await fixture.post()
    try await fixture.restore(try await fixture.purge())
    try await fixture.restoreAll()
    #expect(try await fixture.states() == "DDDVV")
  }

  @Test("whoever joins while a restore is half done comes to show what all others do")
  func joiners() async throws {
    let fixture = try LogFixture.restoring(by: 2)
    var ids: [CommentID] = []
    for _ in 0..<10 { ids.append(try await fixture.post().comment.commentID) }
    try await fixture.restore(try await fixture.purge())
    var joins: [CommentPage] = []
    while try await fixture.isRestoring() {
      let number = joins.count
      joins.append(try await fixture.page(.newest(count: 100)))
      if number == 1 {
        try await fixture.moderate(.init(action: .delete, commentIDs: [ids[2], ids[7]]))
      }
      if number == 2 {
        try await fixture.post()
        _ = try await fixture.purge(seconds: 1)
        try await fixture.post()
      }
      fixture.clock.advance(by: .seconds(2))
      try await fixture.restorePiece()
    }
    let events = try await fixture.events(for: .everyone)
    let expected = try await fixture.page(.newest(count: 100)).comments.map(\.commentID)
    #expect(expected.count == 9)
    for join in joins {
      var ledger = Ledger()
      ledger.begin(at: join.latestModSeq)
      var known: [CommentID: Comment] = [:]
      for comment in join.comments { known[comment.commentID] = comment }
      for event in events where event.modSeq > join.latestModSeq {
        _ = ledger.apply(event)
        for comment in event.comments ?? [] { known[comment.commentID] = comment }
      }
      let later = try await fixture.page(.forward(after: join.upto, limit: 100)).comments
      for comment in later { known[comment.commentID] = comment }
      let shown = known.values.map { ledger.resolved($0) }
        .filter { $0.isShown(to: nil, moderates: false) }.sorted { $0.seq < $1.seq }
      #expect(shown.map(\.commentID) == expected, "joined at \(join.latestModSeq)")
    }
  }

  @Test(
    "a restore in pieces ends as one commit would", arguments: 0..<10 as Range<UInt64>)
  func wholeAndPieces(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let whole = try LogFixture.restoring(by: 1_000)
    let pieces = try LogFixture.restoring(by: 2)
    var purges: [(ModerationID, ModerationID)] = []
    for step in 0..<60 {
      if Bool.random(using: &generator) { try await pieces.restorePiece() }
      let place = Int.random(in: 0..<1_000, using: &generator)
      let actor = User.sample("m\(step)", .moderator)
      let seconds = Bool.random(using: &generator) ? nil : place % 9 + 1
      switch Int.random(in: 0..<12, using: &generator) {
      case 0..<5:
        for fixture in [whole, pieces] { try await fixture.post() }
      case 5, 6:
        for fixture in [whole, pieces] {
          let comments = try await fixture.allComments()
          guard !comments.isEmpty else { continue }
          let id = comments[place % comments.count].commentID
          let action: ModerationAction = place % 2 == 0 ? .delete : .hold
          try await fixture.moderate(.init(action: action, commentIDs: [id]), by: actor)
        }
      case 7, 8:
        purges.append(
          (
            try await whole.purge(seconds: seconds, by: actor),
            try await pieces.purge(seconds: seconds, by: actor)
          ))
      default:
        guard !purges.isEmpty else { continue }
        let (one, other) = purges[place % purges.count]
        let done = (try? await whole.restore(one, by: actor)) != nil
        let begun = (try? await pieces.restore(other, by: actor)) != nil
        #expect(done == begun, "seed \(seed), step \(step)")
      }
      for fixture in [whole, pieces] { fixture.clock.advance(by: .seconds(1)) }
      if place % 20 == 0 { try await pieces.reopenRestoring(by: 2) }
    }
    try await pieces.restoreAll()
    #expect(try await !whole.isRestoring())
    #expect(try await whole.states() == pieces.states(), "seed \(seed)")
    let deciders = try await pieces.allComments().map { $0.moderation?.actor }
    #expect(
      try await whole.allComments().map { $0.moderation?.actor } == deciders, "seed \(seed)")
    for fixture in [whole, pieces] {
      let report = try AuditCheck.run(directory: fixture.directory)
      #expect(report.isIntact, "seed \(seed): \(report.findings)")
    }
  }
}
