import LiveComments
import NIOCore
import ServerCore

/// A stream's totals as frames show them: encoded once for each way in which they read, and shared by
/// every event loop.
final class EncodedReactions: Sendable {
  /// One frame, as each kind of connection gets it.
  struct Frame: Sendable {
    let webSocket: ByteBuffer
    let event: ByteBuffer

    fileprivate init(_ json: ByteBuffer) {
      webSocket = ServerFraming.textFrame(json.readableBytesView)
      event = EventFraming.event(around: webSocket, id: nil)
    }
  }

  /// Which window's totals these are; a connection that has been sent a version is not sent it again.
  let version: Int
  /// Of the stream.
  let counts: ReactionCounts
  /// Whether `counts`, which `welcome` says too, is all there is.
  let isStreamOnly: Bool
  /// The kinds of the comments shown.
  private let commentKinds: [CommentID: [Emoji]]
  private let forModerators: Frame
  private let forOthers: Frame
  /// For those who see comments of their own that others do not.
  private let personal: [UserID: Frame]

  init(_ snapshot: ReactionBoard.Snapshot, counts: ReactionCounts, window: Duration, version: Int) {
    self.version = version
    self.counts = counts
    isStreamOnly = snapshot.comments.isEmpty
    commentKinds = Dictionary(
      snapshot.comments.map { ($0.comment.commentID, $0.counts.map(\.emoji)) },
      uniquingKeysWith: { $1 })
    func frame(for audience: Audience) -> Frame {
      Frame(Self.json(snapshot, window: window, for: audience))
    }
    forModerators = frame(for: .moderators)
    forOthers = frame(for: .everyone)
    var personal: [UserID: Frame] = [:]
    for (comment, _) in snapshot.comments {
      let author = Audience.user(comment.userID)
      guard author.sees(comment), !Audience.everyone.sees(comment),
        personal[comment.userID] == nil
      else { continue }
      personal[comment.userID] = frame(for: author)
    }
    self.personal = personal
  }

  /// Whether what is shown of the reaction's target has its emoji.
  func has(_ reaction: Reaction) -> Bool {
    guard let id = reaction.commentID else { return counts[reaction.emoji.text] != nil }
    return commentKinds[id]?.contains(reaction.emoji) ?? false
  }

  func frame(for audience: Audience) -> Frame {
    switch audience {
    case .moderators: forModerators
    case .everyone: forOthers
    case .user(let userID): personal.isEmpty ? forOthers : personal[userID] ?? forOthers
    }
  }

  private static func json(
    _ snapshot: ReactionBoard.Snapshot, window: Duration, for audience: Audience
  ) -> ByteBuffer {
    var json = ByteBuffer()
    json.writeStaticString("{\"type\":\"reactions\",\"window_ms\":")
    json.writeJSON(TimeAmount(window).nanoseconds / 1_000_000)
    json.writeStaticString(",\"counts\":")
    json.writeJSON(snapshot.stream)
    json.writeStaticString(",\"comments\":{")
    var isFirst = true
    for (comment, counts) in snapshot.comments where audience.sees(comment) {
      if !isFirst { json.writeStaticString(",") }
      isFirst = false
      json.writeJSON(comment.commentID.rawValue)
      json.writeStaticString(":")
      json.writeJSON(counts)
    }
    json.writeStaticString("}}")
    return json
  }
}

extension ByteBuffer {
  fileprivate mutating func writeJSON(_ counts: [(emoji: Emoji, count: Int)]) {
    writeStaticString("{")
    for (index, (emoji, count)) in counts.enumerated() {
      if index > 0 { writeStaticString(",") }
      writeJSON(emoji.text)
      writeStaticString(":")
      writeJSON(Int64(count))
    }
    writeStaticString("}")
  }
}
