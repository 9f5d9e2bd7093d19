import LiveComments
import Testing

@testable import ClientCore

@Suite struct SimulatedAudienceTests {
  private static func events(seed: UInt64, _ count: Int) -> [AudienceEvent] {
    var audience = SimulatedAudience(seed: seed)
    return (0..<count).compactMap { _ in audience.next() }
  }

  private static func posts(seed: UInt64, _ count: Int) -> [(at: Duration, post: AudiencePost)] {
    events(seed: seed, count).compactMap { event in
      if case .post(let post) = event.deed { (event.at, post) } else { nil }
    }
  }

  @Test("the same seed gives the same script, another seed another")
  func seeded() {
    #expect(Self.events(seed: 7, 2_000) == Self.events(seed: 7, 2_000))
    #expect(Self.events(seed: 7, 200) != Self.events(seed: 8, 200))
  }

  @Test("time never runs backwards, and posts are numbered in order", arguments: 1...20)
  func order(seed: UInt64) {
    let events = Self.events(seed: seed, 3_000)
    #expect(zip(events, events.dropFirst()).allSatisfy { $0.at <= $1.at }, "seed \(seed)")
    let posts = Self.posts(seed: seed, 3_000).map(\.post)
    #expect(posts.map(\.number) == Array(0..<posts.count), "seed \(seed)")
    #expect(
      posts.allSatisfy { post in post.replyTo.map { $0 < post.number } ?? true }, "seed \(seed)")
  }

  @Test("what is said keeps the server's limits", arguments: 1...20)
  func limits(seed: UInt64) {
    for (_, post) in Self.posts(seed: seed, 3_000) {
      #expect(Limits.content.contains(post.content.unicodeScalars.count), "seed \(seed)")
      #expect(Limits.user.contains(post.author.userName.unicodeScalars.count), "seed \(seed)")
      #expect(Limits.user.contains(post.author.userID.rawValue.unicodeScalars.count))
      #expect(!post.content.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }
  }

  @Test("five minutes show every kind of scene", arguments: 1...10)
  func variety(seed: UInt64) {
    let posts = Self.posts(seed: seed, 6_000).prefix { $0.at < .seconds(300) }
    let contents = posts.map(\.post.content)
    #expect(contents.contains { $0.contains(".example") }, "links, seed \(seed)")
    #expect(contents.contains { SceneBook.spam.contains($0) }, "spam, seed \(seed)")
    #expect(
      SceneBook.raids.contains { text in contents.filter { $0 == text }.count >= 15 },
      "a raid, seed \(seed)")
    #expect(
      SceneBook.evasions.contains { word in contents.contains { $0.hasSuffix(word) } },
      "evasion, seed \(seed)")
    #expect(
      SceneBook.quarrels.contains { lines in lines.allSatisfy(contents.contains) },
      "a quarrel, seed \(seed)")
    #expect(posts.contains { $0.post.replyTo != nil }, "replies, seed \(seed)")
    #expect(contents.contains { $0.hasPrefix("@") }, "mentions, seed \(seed)")
    // A peak is an order of magnitude livelier than the average.
    let seconds = Dictionary(grouping: posts) { $0.at.components.seconds }.mapValues(\.count)
    #expect(seconds.values.max() ?? 0 >= 20, "a peak, seed \(seed)")
    #expect(Set(posts.map(\.post.author)).count > 30, "seed \(seed)")
  }

  @Test("people react, to the stream and to what was said before", arguments: 1...20)
  func reactions(seed: UInt64) {
    var said = 0
    var toStream = 0
    var toPosts = 0
    for event in Self.events(seed: seed, 3_000) {
      switch event.deed {
      case .post: said += 1
      case .viewers: break
      case .react(let reaction):
        #expect(Limits.reactionCount.contains(reaction.count), "seed \(seed)")
        #expect(Emoji(reaction.emoji)?.text == reaction.emoji, "seed \(seed)")
        if let post = reaction.post {
          toPosts += 1
          #expect(post < said, "seed \(seed)")
        } else {
          toStream += 1
        }
      }
    }
    #expect(toStream > 20 && toPosts > 20, "seed \(seed)")
  }

  @Test(
    "every script that a terminal must show is spoken",
    arguments: [
      0x41...0x5A, 0x400...0x4FF, 0x370...0x3FF, 0x600...0x6FF, 0x590...0x5FF, 0x4E00...0x9FFF,
      0x3040...0x30FF, 0xAC00...0xD7A3, 0xE00...0xE7F, 0x900...0x97F, 0x1F300...0x1FAFF,
    ] as [ClosedRange<UInt32>])
  func scripts(range: ClosedRange<UInt32>) {
    let scalars = Self.posts(seed: 42, 3_000).lazy.flatMap(\.post.content.unicodeScalars)
    #expect(scalars.contains { range.contains($0.value) })
  }
}
