import LiveComments

/// Made-up comments, the same for the same seed: several scripts, emoji, and a length that makes a
/// comment about 250 bytes of JSON, the size that the figures are quoted for.
struct Chatter: Sendable {
  private var generator: SplitMix64
  private let streamID: StreamID

  init(streamID: StreamID, seed: UInt64) {
    self.streamID = streamID
    generator = SplitMix64(state: seed)
  }

  private static let phrases = [
    "what a save, I did not see that coming at all 🔥",
    "can somebody explain the rule that was just used?",
    "ここから逆転あるかもしれない、頑張れ 👏",
    "the replay shows it was clearly over the line 😂",
    "كان هذا هدفا رائعا حقا ⚽️ لا أصدق",
    "greetings from Lisbon, watching with the whole family",
    "не может быть, вот это поворот событий!",
    "audio is a bit behind the picture on my side",
    "🚀🚀🚀 here we go again, hold on to your seats",
    "first time watching live, this is so much better than",
  ]

  /// A post in the name of one of 1,000 authors.
  mutating func post() -> PostRequest {
    let phrase = Self.phrases[Int(generator.next() % UInt64(Self.phrases.count))]
    let author = generator.next() % 1_000
    return PostRequest(
      content: phrase,
      author: Author(userID: UserID(rawValue: "viewer-\(author)"), userName: "Viewer \(author)"))
  }

  /// The comment that a server would make of `post()` at this position.
  mutating func comment(seq: Seq, at time: Timestamp) -> Comment {
    let request = post()
    let author = request.author ?? Author(userID: "viewer", userName: "Viewer")
    return Comment(
      streamID: streamID, seq: seq, commentID: CommentID(at: time, using: &generator),
      userID: author.userID, userName: author.userName, role: .viewer, content: request.content,
      createdAt: time, state: .visible)
  }

  /// `count` comments that follow `after` densely, one per millisecond from `time` on.
  mutating func comments(_ count: Int, after: Seq = .zero, from time: Timestamp) -> [Comment] {
    (0..<count).map { index in
      comment(
        seq: after.advanced(by: Int64(index) + 1),
        at: Timestamp(milliseconds: time.milliseconds + Int64(index)))
    }
  }
}
