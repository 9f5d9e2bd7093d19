import LiveComments
import ServerCore

/// Swift Testing has a `Comment` as well; here it is always ours.
typealias Comment = LiveComments.Comment

extension StreamID {
  static let launch = StreamID(rawValue: "launch")!  // Sound: the text matches the pattern.
  static let premiere = StreamID(rawValue: "premiere")!  // Sound: the text matches the pattern.
}

extension User {
  static func sample(_ id: String, _ role: Role = .viewer) -> User {
    User(userID: UserID(rawValue: id), userName: id.uppercased(), role: role)
  }
}

extension CommentID {
  static func sample(_ number: Int) -> CommentID {
    var generator = SeededGenerator(seed: UInt64(number))
    return CommentID(at: Timestamp(milliseconds: Int64(number)), using: &generator)
  }
}

extension Comment {
  static func sample(
    _ seq: Seq = 1, by author: String = "ada", state: CommentState = .visible,
    content: String = "hello"
  ) -> Comment {
    Comment(
      streamID: .launch, seq: seq, commentID: .sample(Int(seq.rawValue)),
      userID: UserID(rawValue: author), userName: author.uppercased(), role: .viewer,
      content: content, createdAt: Timestamp(milliseconds: 1_000), state: state,
      moderation: state == .visible
        ? nil
        : Comment.Moderation(
          actor: "mo", action: .delete, reason: "spam", policy: "links",
          at: Timestamp(milliseconds: 2_000)))
  }
}

extension AcceptedComment {
  static func sample(
    by poster: User = .sample("ada"), as author: User? = nil, in streamID: StreamID = .launch
  ) -> AcceptedComment {
    AcceptedComment(
      streamID: streamID, poster: poster, key: IdempotencyKey(rawValue: "key")!,  // Sound: valid.
      author: author ?? poster, content: "hello")
  }
}

extension Moment {
  /// Both clocks at `milliseconds`, the wall clock from an arbitrary day.
  static func at(_ milliseconds: Int64) -> Moment {
    Moment(
      instant: Instant(milliseconds: milliseconds),
      time: Timestamp(milliseconds: 1_700_000_000_000 + milliseconds))
  }
}
