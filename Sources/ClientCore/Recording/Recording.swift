public import LiveComments

/// A recorded chat, read whole and checked before anything of it is played.
public struct Recording: Sendable, Hashable {
  public let format: Format
  /// In the order of the file.
  public let comments: [RecordedComment]
  /// Records that carry no text: gifts, memberships, comments that were retracted.
  public let skipped: Int
  /// Names the file's bytes, so that a record's idempotency key is the same in every run.
  public let fingerprint: UInt64

  /// A format that can be read (design §5.5). Which one a file has shows from its content.
  public enum Format: Sendable, Hashable, CaseIterable {
    /// What TwitchDownloader writes: an object whose `comments` are the chat.
    case twitchDownloader
    /// What chat-downloader writes: an array of messages, or one per line.
    case chatDownloader
    /// What `gavel tail --json` prints: a comment per line.
    case tail
    /// `{"at","user","content"}` per line.
    case lines
  }
}

/// One comment of a recording.
public struct RecordedComment: Sendable, Hashable {
  /// Its number in the file, from 1: of the array's element, or of the line.
  public var record: Int
  /// When it was posted, since the first comment of the recording. Never before the one before it.
  public var offset: Duration
  public var author: Author
  public var content: String
  /// What it was called where it was recorded, if it had a name there.
  public var recordedID: String?
  /// The `recordedID` of the comment that it answered.
  public var recordedReplyTo: String?

  public init(
    record: Int, offset: Duration, author: Author, content: String, recordedID: String? = nil,
    recordedReplyTo: String? = nil
  ) {
    self.record = record
    self.offset = offset
    self.author = author
    self.content = content
    self.recordedID = recordedID
    self.recordedReplyTo = recordedReplyTo
  }
}

/// Why a file is no recording.
public struct MalformedRecording: Error, Sendable, Hashable, CustomStringConvertible {
  /// The record at fault, from 1; nil when the file as a whole is.
  public let record: Int?
  /// What is wrong, for people.
  public let reason: String

  init(record: Int? = nil, _ reason: String) {
    self.record = record
    self.reason = reason
  }

  public var description: String {
    record.map { "record \($0): \(reason)" } ?? reason
  }
}
