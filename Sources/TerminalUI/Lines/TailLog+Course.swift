import ClientCore
import LiveComments
import TerminalGrid

/// What becomes of one's own comments, and what moderators do, as lines.
extension TailLog {
  func takeOutbox(_ entry: Outbox.Entry?, _ session: Session, _ outputs: inout [Output]) {
    guard let entry, case .post = entry.request else { return }
    switch entry.status {
    case .queued where entry.attempts == 0 && !session.connection.isConnected:
      outputs.append(.note("not connected: it is sent when the connection is back"))
    case .queued(until: _?): outputs.append(.note("the server is busy: sent again by itself"))
    case .queued, .sent: break
    case .accepted: outputs.append(.note("sent"))
    case .held: outputs.append(.note("sent, and held for review: a moderator will look at it"))
    case .failed(let problem):
      outputs.append(
        .note("not sent: \(problem.detail) (/retry sends it again, /discard forgets it)"))
    }
  }

  /// What moderators did that no comment's line shows. Those who moderate are told everything; with
  /// JSON each line is a comment or a retraction, and the audit log is `gavel moderate … log`.
  func moderation(_ event: ModerationEvent, _ you: User?) -> String? {
    let moderates = you?.role.moderates == true
    switch event.action {
    case .lock, .unlock, .slowMode, .setLevel, .pin, .unpin: break
    // They reach those whom they concern.
    case .mute, .unmute: break
    default: guard moderates else { return nil }
    }
    let isHuman = event.actorKind == .human || event.actorKind == nil
    let actor: String =
      if let id = event.actor, isHuman {
        id == you?.userID ? "you" : id.rawValue
      } else {
        DecisionWords.actor(event)
      }
    let subject: String
    if let userID = event.userID {
      subject = userID == you?.userID ? "you" : name(of: userID) ?? userID.rawValue
    } else {
      let known = (event.targets ?? []).compactMap { printedComment($0.commentID) }
      let count = event.targets?.count ?? 0
      subject =
        count > 1
        ? "\(count) comments" : known.first.map { "the comment of \($0.userName)" } ?? "a comment"
    }
    let line = "-- \(actor) \(DecisionWords.deed(event, subject: subject))"
    return SafeText(line).description
  }
}
