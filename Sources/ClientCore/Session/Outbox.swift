public import LiveComments

/// What this client asked for and is not settled yet: posts and moderation requests under their
/// idempotency keys, in the order in which they were made.
///
/// Bounded: when it is full a new request is refused at once, and nothing that waits is dropped.
public struct Outbox: Sendable {
  public private(set) var entries: [Entry] = []
  public let limit: Int

  public init(limit: Int) { self.limit = limit }

  public var isFull: Bool { entries.count >= limit }

  public subscript(key: String) -> Entry? { index(of: key).map { entries[$0] } }
}

extension Outbox {
  public struct Entry: Sendable, Hashable {
    public let key: String
    public let request: Request
    public internal(set) var status: Status
    /// Times that it was sent.
    public internal(set) var attempts = 0
    /// Whether the server put it off, and has not settled it since.
    var wasPutOff = false
  }

  public enum Request: Sendable, Hashable {
    case post(PostRequest)
    case moderation(ModerationRequest)
  }

  public enum Status: Sendable, Hashable {
    /// Waits to be sent: for a connection, or until the moment given.
    case queued(until: Instant?)
    /// Sent on the present connection, not answered.
    case sent
    /// Accepted as a comment that coverage has not reached yet.
    case accepted(Seq, CommentID)
    /// Accepted, and held for review.
    case held(Seq, CommentID)
    /// Refused; stays until it is retried or discarded.
    case failed(Problem)
  }
}

extension Outbox {
  private func index(of key: String) -> Int? { entries.firstIndex { $0.key == key } }

  mutating func append(_ request: Request, key: String) {
    entries.append(Entry(key: key, request: request, status: .queued(until: nil)))
  }

  mutating func set(_ status: Status, for key: String) {
    guard let index = index(of: key) else { return }
    entries[index].status = status
    entries[index].wasPutOff = false
  }

  @discardableResult
  mutating func remove(_ key: String) -> Entry? {
    index(of: key).map { entries.remove(at: $0) }
  }

  /// The server asks to send it again later.
  mutating func putOff(_ key: String, until: Instant) {
    guard let index = index(of: key) else { return }
    entries[index].status = .queued(until: until)
    entries[index].wasPutOff = true
  }

  /// Marks what may be sent at that moment as sent, and returns it in order. A post that was put
  /// off holds back those behind it until it is answered, so that a busy server does not shuffle
  /// what one says.
  mutating func takeDue(at now: Instant) -> [Entry] {
    var due: [Entry] = []
    var postsWait = false
    for index in entries.indices {
      let holdsBack = entries[index].isPost && entries[index].wasPutOff
      switch entries[index].status {
      case .queued where entries[index].isPost && postsWait: break
      case .queued(let until?) where until > now: postsWait = postsWait || holdsBack
      case .queued:
        entries[index].status = .sent
        entries[index].attempts += 1
        due.append(entries[index])
        postsWait = postsWait || holdsBack
      case .sent: postsWait = postsWait || holdsBack
      case .accepted, .held, .failed: break
      }
    }
    return due
  }

  /// The connection is gone: what was sent and not answered is to be sent again.
  mutating func requeue() {
    for index in entries.indices where entries[index].status == .sent {
      entries[index].status = .queued(until: nil)
    }
  }

  /// When the next entry that waits for a moment may be sent.
  var nextDeadline: Instant? {
    var deadlines: [Instant] = []
    var postsWait = false
    for entry in entries {
      let holdsBack = entry.isPost && entry.wasPutOff
      switch entry.status {
      case .queued where entry.isPost && postsWait: break
      case .queued(let until):
        if let until { deadlines.append(until) }
        postsWait = postsWait || holdsBack
      case .sent: postsWait = postsWait || holdsBack
      case .accepted, .held, .failed: break
      }
    }
    return deadlines.min()
  }
}

extension Outbox.Entry {
  var isPost: Bool { if case .post = request { true } else { false } }

  var frame: ClientFrame {
    switch request {
    case .post(let request): .post(key: key, request)
    case .moderation(let request): .moderate(key: key, request)
    }
  }
}
