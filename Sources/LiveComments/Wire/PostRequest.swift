/// What a client asks to be posted: the body of `POST …/comments`, and a `post` frame less its key.
public struct PostRequest: Sendable, Hashable, Codable {
  public var content: String
  public var replyTo: CommentID?
  /// The author that a service posts for.
  public var author: Author?

  public init(content: String, replyTo: CommentID? = nil, author: Author? = nil) {
    self.content = content
    self.replyTo = replyTo
    self.author = author
  }

  private enum CodingKeys: String, CodingKey {
    case content
    case replyTo = "reply_to"
    case author = "as"
  }
}
