import LiveComments
import NIOCore
import ServerCore
import Testing

@testable import CommentServer

/// Long polls look only at what a publication brings: that must serve whom all there is would.
struct ViewNewsTests {
  @Test(
    "what a publication brings serves whoever everything does, and was not served before",
    arguments: 0..<6 as Range<UInt64>)
  func waiters(seed: UInt64) async throws {
    let fixture = try LogFixture()
    var history = RandomHistory(seed: seed)
    try await history.play(120, on: fixture)
    var view = StreamView(
      comments: CommentRing(at: .zero, maximumCount: 1_000, maximumBytes: 1 << 20),
      events: EventRing(at: .zero, maximumCount: 1_000, maximumBytes: 1 << 20),
      controls: StreamControls())
    let audiences: [Audience] = [
      .everyone, .moderators, .user("ada"), .user("bob"), .user("eve"), .user("zoe"),
    ]
    var served = 0
    for publication in try await fixture.allPublications(of: .launch) {
      let known = view.comments.latest
      let before = view
      view.apply(
        publication.events.map(EncodedEvent.init), upto: publication.moderationCoverage.upto)
      view.append(
        publication.comments.map { EncodedComment($0.comment) }, upto: publication.coverage.upto)
      let news = view.news(of: publication, after: known)
      for audience in audiences {
        for position in 0...known.rawValue {
          let seq = Seq.zero.advanced(by: position)
          guard !before.hasComment(after: seq, for: audience) else { continue }
          let isServed = view.hasComment(after: seq, for: audience)
          #expect((news.latest(for: audience) > seq) == isServed, "\(audience) at \(seq)")
          if isServed { served += 1 }
        }
      }
    }
    #expect(served > 100)
  }

  @Test("what nobody but its author sees serves nobody else, and is looked at once")
  func held() throws {
    var generator = SystemRandomNumberGenerator()
    let comments = (1...100).map { number in
      let time = Timestamp(milliseconds: Int64(number))
      return EncodedComment(
        Comment(
          streamID: .launch, seq: Seq.zero.advanced(by: Int64(number)),
          commentID: CommentID(at: time, using: &generator), userID: "eve", userName: "Eve",
          role: .viewer, content: "raid", createdAt: time, state: .held))
    }
    var news = ViewNews()
    for comment in comments { news.add(comment) }
    #expect(news.latest(for: .everyone) == 0)
    #expect(news.latest(for: .user("bob")) == 0)
    #expect(news.latest(for: .user("eve")) == 100)
    #expect(news.latest(for: .moderators) == 100)
  }
}
