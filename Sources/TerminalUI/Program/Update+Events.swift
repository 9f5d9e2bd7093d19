import ClientCore
import LiveComments

extension Model {
  /// What an event means to those who moderate: the log, the queue, the card, the rules.
  mutating func heed(_ event: ModerationEvent) {
    decisions.settle(upTo: session.feed.lastModSeq, and: event.modSeq)
    guard moderates else { return }
    let entry = entry(event, names(in: [event]))
    decisionLog.insert(entry)
    card.heed(event)
    if event.action == .setRules { rules.isStale = true }
    let handling = HeldQueue.Handling(actor: entry.actor, action: event.action)
    for target in event.targets ?? [] {
      if target.state == .held {
        queue(target)
      } else {
        held.decided(target.commentID, target.state, by: handling)
      }
    }
    if event.action == .purgeUser, let userID = event.userID, let from = event.fromSeq,
      let upto = event.uptoSeq, from <= upto
    {
      held.purged(userID, from...upto, by: handling)
    }
    tellOfOthers(event, entry)
  }

  private mutating func queue(_ target: ModerationEvent.Target) {
    if let comment = session.feed.timeline[target.commentID] {
      held.insert(session.feed.ledger.resolved(comment))
    } else if held.index(of: target.commentID) != nil {
      held.decided(
        target.commentID, .held, by: HeldQueue.Handling(actor: "", action: .hold))
    } else if target.seq <= session.feed.lastSeenSeq {
      // It is older than the feed; otherwise its batch brings it.
      held.fetch(after: target.seq.advanced(by: -1))
    }
  }

  /// Somebody else was faster with the selected comment.
  private mutating func tellOfOthers(_ event: ModerationEvent, _ entry: DecisionLog.Entry) {
    guard event.actorKind == .human || event.actorKind == nil, event.actor != session.you?.userID,
      let selection = frozen?.selection,
      event.targets?.contains(where: { $0.commentID == selection }) == true
    else { return }
    let why = DecisionWords.why(event.reason, event.policy).map { ": \($0)" } ?? ""
    say("\(entry.actor) \(ActionWords.past(event.action)) this comment\(why)", .warning)
  }

  func entry(_ event: ModerationEvent, _ names: [UserID: String]) -> DecisionLog.Entry {
    let actor: String =
      if let id = event.actor, event.actorKind == .human || event.actorKind == nil {
        id == session.you?.userID ? "you" : names[id] ?? id.rawValue
      } else {
        DecisionWords.actor(event)
      }
    return DecisionLog.Entry(event: event, actor: actor, subject: subject(event, names))
  }

  private func subject(_ event: ModerationEvent, _ names: [UserID: String]) -> String {
    let targets = event.targets ?? []
    guard let first = targets.first else {
      return event.userID.map { names[$0] ?? $0.rawValue } ?? ""
    }
    let comment =
      session.feed.timeline[first.commentID]
      ?? event.comments?.first { $0.commentID == first.commentID }
      ?? held.index(of: first.commentID).map { held.items[$0].comment }
    if targets.count > 1 { return "\(Figure.grouped(targets.count)) comments" }
    guard let comment else { return "a comment" }
    return "\(ActionWords.short(comment.userName))'s “\(comment.content.prefix(40))”"
  }

  /// The names of those whom events mention, as far as the feed has a comment by them.
  func names(in events: [ModerationEvent]) -> [UserID: String] {
    var wanted = Set(events.flatMap { [$0.actor, $0.userID].compactMap { $0 } })
    if let you = session.you { wanted.remove(you.userID) }
    var names: [UserID: String] = [:]
    for comment in session.feed.timeline.reversed() where !wanted.isEmpty {
      if wanted.remove(comment.userID) != nil { names[comment.userID] = comment.userName }
    }
    if let you = session.you { names[you.userID] = you.userName }
    return names
  }

  /// The held comments that wait, less those that this moderator has just decided.
  var heldWaiting: Int {
    guard !decisions.isEmpty else { return held.waiting }
    return held.items.count { $0.handling == nil && decisions.resolved($0.comment).state == .held }
  }
}
