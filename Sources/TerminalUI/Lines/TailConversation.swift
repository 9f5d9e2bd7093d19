public import ClientCore
import LiveComments

/// Both sides of `gavel tail`: what a session brings, and what is typed. Pure: actions and lines in,
/// what to print and to do out.
public struct TailConversation: Sendable {
  public enum Output: Sendable, Hashable {
    /// For standard output.
    case line(String)
    /// For standard error. Hostile until sanitised.
    case note(String)
    /// The session cannot go on. Hostile until sanitised.
    case failed(String)
    case submit(SessionInput)
    /// What was typed cannot be sent, and may be changed.
    case giveBack(String)
    case left
  }

  /// What is known of the text of a line before it is sent, where it can be given back.
  public struct Check: Sendable {
    /// As the server normalises a text before it measures it.
    var normalise: @Sendable (String) -> String

    public init(normalise: @escaping @Sendable (String) -> String) {
      self.normalise = normalise
    }
  }

  private var log: TailLog
  private var input = TailInput()
  private let check: Check?
  private var unsent = 0
  /// Posts that were refused and may be sent again, the first one first.
  private var refused: [String] = []
  /// The line that was posted last, under its key.
  private var posted: (key: String, line: String)?
  /// The refused line that was given back last: entered again as it was, it takes the place of what may
  /// be sent again.
  private var givenBack: (key: String, line: String)?
  /// Whether a lock keeps this user from posting.
  private var isLockedOut = false

  /// - Parameter check: nil where a line that was entered cannot be given back; then all are sent.
  public init(_ log: TailLog, check: Check? = nil) {
    self.log = log
    self.check = check
  }

  /// What a session's actions come to. `session` is as it was after them.
  public mutating func take(_ actions: [SessionAction], _ session: Session) -> [Output] {
    var outputs: [Output] = log.take(actions, session).map { output in
      switch output {
      case .line(let line): .line(line)
      case .note(let note): .note(note)
      case .failed(let reason): .failed(reason)
      }
    }
    for case .refused(let key, _) in actions {
      if let posted, posted.key == key {
        outputs.append(.giveBack(posted.line))
        givenBack = posted
      }
    }
    let posts = session.outbox.entries.filter { if case .post = $0.request { true } else { false } }
    unsent = posts.count { post in
      switch post.status {
      case .queued, .sent: true
      case .accepted, .held, .failed: false
      }
    }
    refused = posts.filter { if case .failed = $0.status { true } else { false } }.map(\.key)
    isLockedOut = session.stream.locked && session.you?.role.moderates == false
    return outputs
  }

  /// What the lines that were typed come to; nil is the end of the input, as Ctrl-D makes it.
  ///
  /// - Parameter key: the idempotency key of a comment, if it is one.
  public mutating func typed(_ lines: [String]?, key: String) -> [Output] {
    switch input.take(lines ?? ["/quit"], log, unsent: lines == nil ? 0 : unsent) {
    case .post(let request):
      let line = lines?.first ?? ""
      if let reason = whyNotPost(request.content) { return [.note(reason), .giveBack(line)] }
      posted = (key, line)
      guard let again = givenBack, again.line == line else {
        return [.submit(.post(key: key, request))]
      }
      givenBack = nil
      return [.submit(.discard(key: again.key)), .submit(.post(key: key, request))]
    case .retry: return resolve { .retry(key: $0) }
    case .discard:
      return resolve { .discard(key: $0) } + (refused.isEmpty ? [] : [.note("forgotten")])
    case .quit: return [.left]
    case .say(let lines): return lines.map { .note($0) }
    }
  }

  private func resolve(_ input: (String) -> SessionInput) -> [Output] {
    refused.first.map { [.submit(input($0))] } ?? [.note("nothing was refused")]
  }

  /// Why a comment would be refused as it is, as the client's compose line says it.
  private func whyNotPost(_ content: String) -> String? {
    guard let check else { return nil }
    let surplus = check.normalise(content).unicodeScalars.count - Limits.content.upperBound
    if surplus > 0 { return "\(surplus) \(surplus == 1 ? "character" : "characters") too many" }
    return isLockedOut ? "the stream is locked: only moderators post" : nil
  }
}
