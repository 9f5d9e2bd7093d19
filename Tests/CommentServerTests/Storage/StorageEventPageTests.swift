import LiveComments
import ServerCore
import Testing

@testable import CommentServer

struct StorageEventPageTests {
  @Test("events that carry much are cut into pages that a client takes, without a gap")
  func cut() async throws {
    let fixture = try LogFixture()
    for number in 0..<Limits.moderationTargets {
      try await fixture.post("\(number)" + String(repeating: "🎉", count: 496))
    }
    // Each restoration carries 256 comments of 2 kB: 8 of them are more than a page of 4 MiB.
    for _ in 0..<8 {
      let purge = try await fixture.moderate(.init(action: .purgeUser, userID: "ada"))
      try await fixture.moderate(.init(action: .restore, moderationID: purge.event.moderationID))
    }
    var pages: [EventPage] = []
    repeat {
      let after = pages.last?.upto ?? .zero
      pages.append(
        try await fixture.log.events(
          EventQuery(after: after, upto: nil, limit: Limits.pageComments), of: .launch,
          for: .moderators, epoch: nil))
      #expect(pages.last?.after == after && pages.count < 16)
    } while pages[pages.count - 1].upto < 16
    let events = pages.flatMap(\.events)
    #expect(events.map(\.modSeq.rawValue) == Array(1...16))
    #expect(
      events.map { $0.comments?.count } == (1...16).map { $0.isMultiple(of: 2) ? 256 : nil })
    #expect(pages.count == 2)
  }
}
