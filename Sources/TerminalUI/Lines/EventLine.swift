public import LiveComments
import TerminalGrid

/// A moderation event as one plain line of an audit log that a person reads.
public enum EventLine {
  /// `2026-01-31T20:15:03.000Z mo muted bob for 10 m: spam`; what came from outside is sanitised.
  public static func text(_ event: ModerationEvent) -> String {
    let isHuman = event.actorKind == .human || event.actorKind == nil
    let actor =
      event.actor.flatMap { isHuman ? $0.rawValue : nil } ?? DecisionWords.actor(event)
    let line = "\(event.at.rfc3339) \(actor) \(DecisionWords.deed(event, subject: subject(event)))"
    return SafeText(line, limit: .max).description
  }

  private static func subject(_ event: ModerationEvent) -> String {
    if let userID = event.userID { return userID.rawValue }
    return (event.targets ?? []).map(\.commentID.rawValue).joined(separator: ", ")
  }
}
