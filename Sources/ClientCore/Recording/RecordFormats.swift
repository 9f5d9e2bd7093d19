import LiveComments

/// A record as one of the formats has it, before it is put in time.
struct RawRecord {
  /// Microseconds from a zero that the whole file shares; nil when the record has no time.
  var microseconds: Int64?
  var author: Author
  var content: String
  var id: String?
  var replyTo: String?

  init(
    seconds: Double?, author: Author, content: String, id: String? = nil, replyTo: String? = nil
  ) {
    // A time beyond the year 2286 is as good as none.
    microseconds = seconds.flatMap { abs($0) < 1e10 ? Int64($0 * 1_000_000) : nil }
    self.author = author
    self.content = content
    self.id = id
    self.replyTo = replyTo
  }
}

/// An element of `comments` in a file of TwitchDownloader.
struct TwitchDownloaderRecord: Decodable {
  let id: String
  let createdAt: Timestamp?
  let contentOffsetSeconds: Double?
  /// Null for an account that has been deleted since.
  let commenter: Commenter?
  let message: Message

  struct Commenter: Decodable {
    let id: String
    let displayName: String

    private enum CodingKeys: String, CodingKey {
      case id = "_id"
      case displayName = "display_name"
    }
  }

  struct Message: Decodable {
    let body: String
  }

  private enum CodingKeys: String, CodingKey {
    case id = "_id"
    case createdAt = "created_at"
    case contentOffsetSeconds = "content_offset_seconds"
    case commenter, message
  }

  var raw: RawRecord {
    RawRecord(
      seconds: contentOffsetSeconds ?? createdAt.map { Double($0.milliseconds) / 1_000 },
      author: Author(
        userID: UserID(rawValue: commenter?.id ?? "deleted"),
        userName: commenter?.displayName ?? "deleted account"),
      content: message.body, id: id)
  }
}

/// A message of chat-downloader: gifts and memberships among them have no text.
struct ChatDownloaderRecord: Decodable {
  /// Microseconds since 1970.
  let timestamp: Double?
  let timeInSeconds: Double?
  let message: String?
  let messageID: String?
  let author: Author?

  struct Author: Decodable {
    let id: String?
    let name: String?
    let displayName: String?

    private enum CodingKeys: String, CodingKey {
      case id, name
      case displayName = "display_name"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case timestamp
    case timeInSeconds = "time_in_seconds"
    case message
    case messageID = "message_id"
    case author
  }

  /// Nil when there is no text. Throws when there is and nobody wrote it.
  func raw() throws(MalformedRecording) -> RawRecord? {
    guard let message, !message.isEmpty else { return nil }
    guard let name = author?.displayName ?? author?.name ?? author?.id,
      let id = author?.id ?? author?.name
    else { throw MalformedRecording("author.name is missing") }
    return RawRecord(
      seconds: timestamp.map { $0 / 1_000_000 } ?? timeInSeconds,
      author: LiveComments.Author(userID: UserID(rawValue: id), userName: name),
      content: message, id: messageID)
  }
}

/// A line of `gavel tail --json`: a comment, or the news that one was retracted.
struct TailRecord: Decodable {
  let commentID: CommentID
  let state: CommentState
  let userID: UserID?
  let userName: String?
  let content: String?
  let createdAt: Timestamp?
  let replyTo: CommentID?

  private enum CodingKeys: String, CodingKey {
    case commentID = "comment_id"
    case state
    case userID = "user_id"
    case userName = "user_name"
    case content
    case createdAt = "created_at"
    case replyTo = "reply_to"
  }

  /// Nil for a comment that nobody was shown.
  func raw() throws(MalformedRecording) -> RawRecord? {
    guard state == .visible else { return nil }
    guard let content else { throw MalformedRecording("content is missing") }
    guard let userID else { throw MalformedRecording("user_id is missing") }
    return RawRecord(
      seconds: createdAt.map { Double($0.milliseconds) / 1_000 },
      author: Author(userID: userID, userName: userName ?? userID.rawValue), content: content,
      id: commentID.rawValue, replyTo: replyTo?.rawValue)
  }
}

/// A line `{"at","user","content"}`.
struct LineRecord: Decodable {
  let at: Moment
  let user: String
  let content: String

  /// RFC 3339 text, or seconds from any zero.
  enum Moment: Decodable {
    case time(Timestamp)
    case seconds(Double)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let seconds = try? container.decode(Double.self) {
        self = .seconds(seconds)
      } else {
        self = .time(try container.decode(Timestamp.self))
      }
    }

    var seconds: Double {
      switch self {
      case .time(let time): Double(time.milliseconds) / 1_000
      case .seconds(let seconds): seconds
      }
    }
  }

  var raw: RawRecord {
    RawRecord(
      seconds: at.seconds, author: Author(userID: UserID(rawValue: user), userName: user),
      content: content)
  }
}
