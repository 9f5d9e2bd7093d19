public import ClientCore
public import LiveComments

/// What `gavel tail` prints: a comment a line, in the order in which they come to be shown.
///
/// Pure: the actions of a session in, lines out.
public struct TailLog: Sendable {
  public enum Format: Sendable {
    case plain(CommentLine)
    case json
  }

  public enum Output: Sendable, Hashable {
    /// For standard output.
    case line(String)
    /// For standard error: the course of the connection. Hostile until sanitised.
    case note(String)
    /// The session cannot go on. Hostile until sanitised.
    case failed(String)
  }

  private let format: Format
  /// What was printed lately, for retractions and replies: at most `memory`, the oldest leave.
  private var printed: [CommentID: Comment] = [:]
  private var order: [CommentID] = []
  private var oldest = 0
  /// The newest comment that was printed, and the epoch that its position belongs to.
  private var latest: (epoch: Epoch?, seq: Seq)?
  /// After a feed that was cleared, what it brings up to here has been printed.
  private var skipThrough: Seq?
  private var hasJoined = false
  private var absence = Absence.none

  /// How far the connection is gone, as the reader was told.
  private enum Absence {
    case none, silent, lost
  }

  /// As many as a timeline holds: nothing older can be retracted from a feed.
  private static let memory = 5_000

  /// Whether what the feed joins by is passed over.
  private let hidesJoin: Bool

  /// - Parameter hidesJoin: prints only what is posted after the feed has joined.
  public init(format: Format, hidesJoin: Bool = false) {
    self.format = format
    self.hidesJoin = hidesJoin
  }

  /// A comment as it is printed, whatever was printed before.
  public mutating func line(_ comment: Comment) -> String {
    if printed.updateValue(comment, forKey: comment.commentID) == nil {
      remember(comment.commentID)
    }
    switch format {
    case .plain(let line):
      return line.text(comment, answering: comment.replyTo.flatMap { printed[$0] })
    case .json:
      // Text and whole numbers alone: there is nothing that JSON could not hold.
      return (try? JSONLine.text(comment)) ?? ""
    }
  }

  /// A ring: the newest takes the place of the oldest.
  private mutating func remember(_ id: CommentID) {
    guard order.count == Self.memory else { return order.append(id) }
    printed[order[oldest]] = nil
    order[oldest] = id
    oldest = (oldest + 1) % Self.memory
  }

  /// What a session's actions come to. `session` is as it was after them.
  public mutating func take(_ actions: [SessionAction], _ session: Session) -> [Output] {
    var outputs: [Output] = []
    for action in actions {
      switch action {
      case .feed(let action): take(action, session, &outputs)
      case .connectionChanged(let state): take(state, &outputs)
      case .caughtUp(let comments):
        if absence == .lost { outputs.append(.note("connected again; \(Self.caughtUp(comments))")) }
        absence = .none
      case .notice(let problem): outputs.append(.note(problem.detail))
      case .outboxChanged(let key): takeOutbox(session.outbox[key], session, &outputs)
      case .refused(_, let problem): outputs.append(.note("not sent: \(problem.detail)"))
      default: break
      }
    }
    return outputs
  }

  private mutating func take(
    _ action: FeedAction, _ session: Session, _ outputs: inout [Output]
  ) {
    switch action {
    case .inserted(let comments):
      for comment in comments where isNew(comment, session) {
        latest = (session.feed.epoch, max(latest?.seq ?? .zero, comment.seq))
        let line = line(comment)
        if hasJoined || !hidesJoin { outputs.append(.line(line)) }
      }
      if let through = skipThrough, session.feed.lastSeenSeq >= through { skipThrough = nil }
    case .updated(let comments):
      for comment in comments {
        let before = printed[comment.commentID]
        guard before?.state != comment.state else { continue }
        outputs.append(
          .line(comment.state == .deleted ? retraction(of: comment) : line(comment)))
        printed[comment.commentID]?.state = comment.state
      }
    case .retracted(let ids):
      for id in ids { outputs.append(.line(retraction(id, session))) }
    case .cleared(let reason):
      cleared(reason, session, &outputs)
    case .moderated(let event): take(event, session, &outputs)
    case .evicted, .pinsChanged, .catchUp:
      break
    }
  }

  private mutating func cleared(
    _ reason: ClearReason, _ session: Session, _ outputs: inout [Output]
  ) {
    switch reason {
    case .reset(.epoch), .reset(.future):
      latest = nil
      outputs.append(.note("the server's log was replaced; what follows is of the new one"))
    case .reset(.trimmed), .behind:
      skipThrough = latest?.seq
      outputs.append(.note("the server no longer has everything; comments may be missing here"))
    case .rejoined:
      skipThrough = latest?.seq
    }
  }

  private func isNew(_ comment: Comment, _ session: Session) -> Bool {
    guard let skipThrough, latest?.epoch == session.feed.epoch else { return true }
    return comment.seq > skipThrough
  }

  private mutating func take(_ state: ConnectionState, _ outputs: inout [Output]) {
    switch state {
    case .live:
      hasJoined = true
      // After a new connection, `caughtUp` says more.
      guard absence == .silent else { return }
      outputs.append(.note("the server answers again"))
      absence = .none
    case .stalled:
      outputs.append(.note("no sign of life from the server"))
      absence = .silent
    case .waiting(_, _, let because):
      guard hasJoined else {
        outputs.append(.failed(Self.text(because)))
        return
      }
      if absence != .lost { outputs.append(.note("\(Self.text(because)); trying again")) }
      absence = .lost
    case .stopped(.refused(let problem)):
      outputs.append(.failed("\(problem.detail) (\(problem.code.rawValue))"))
    case .stopped(.closed(let code, let reason)):
      outputs.append(
        .failed(reason.isEmpty ? "the server closed the connection (\(code.rawValue))" : reason))
    case .idle, .joining, .connecting, .greeting, .draining, .stopped(.requested):
      break
    }
  }

  private func take(
    _ event: ModerationEvent, _ session: Session, _ outputs: inout [Output]
  ) {
    guard case .plain = format, hasJoined, let line = moderation(event, session.you) else { return }
    outputs.append(.line(line))
  }

  func printedComment(_ id: CommentID) -> Comment? { printed[id] }

  /// The name that goes with an id, as far as a printed comment has it.
  func name(of userID: UserID) -> String? {
    newest { $0.userID == userID }?.userName
  }

  /// Whom a line `NAME TEXT` answers, and with what: the newest comment by the longest name that the
  /// line begins with, whatever its case.
  func answered(by line: String) -> (parent: Comment, text: String)? {
    let folded = line.lowercased()
    var best: Comment?
    for comment in printed.values where comment.state == .visible {
      let name = comment.userName.lowercased()
      guard folded.hasPrefix(name),
        folded.dropFirst(name.count).first.map(\.isWhitespace) ?? true
      else { continue }
      if let found = best {
        let isLonger = comment.userName.count > found.userName.count
        guard isLonger || comment.userName.count == found.userName.count && comment.seq > found.seq
        else { continue }
      }
      best = comment
    }
    return best.map { ($0, String(line.dropFirst($0.userName.count)).trimmed) }
  }

  private func newest(where matches: (Comment) -> Bool) -> Comment? {
    printed.values.filter(matches).max { $0.seq < $1.seq }
  }

  private static func caughtUp(_ comments: Int) -> String {
    switch comments {
    case 0: "nothing was missed"
    case 1: "caught up with 1 comment"
    default: "caught up with \(comments) comments"
    }
  }

  private static func text(_ interruption: Interruption) -> String {
    switch interruption {
    case .unreachable(let reason): reason
    case .refused(let problem): "\(problem.detail) (\(problem.code.rawValue))"
    case .closed(_, let reason): reason.isEmpty ? "the connection was lost" : reason
    case .silent: "the server has fallen silent"
    case .drained: "the server restarts"
    case .confused(let reason): reason
    }
  }

  private func retraction(_ id: CommentID, _ session: Session) -> String {
    switch format {
    case .plain(let line): line.retraction(of: printed[id])
    case .json:
      (try? JSONLine.text(
        JSONLine.Retraction(streamID: session.streamID, commentID: id))) ?? ""
    }
  }

  private func retraction(of comment: Comment) -> String {
    switch format {
    case .plain(let line): line.retraction(of: comment)
    case .json: (try? JSONLine.text(comment)) ?? ""
    }
  }
}
