import ClientCore
import LiveComments

extension Model {
  /// Takes back what this moderator did last.
  mutating func undo() -> [Effect] {
    if let reason = whyNot(.restore) {
      say(reason, .warning)
      return []
    }
    guard let deed = deeds.last else {
      say("nothing to take back")
      return []
    }
    var requests: [ModerationRequest] = []
    for step in deed.inverse {
      switch step {
      case .request(let request): requests.append(request)
      case .rules(let document):
        let effects = restoreRules(document)
        guard !effects.isEmpty else {
          say("another change of the rules is under way", .warning)
          return []
        }
        _ = deeds.pop()
        say("took back: \(deed.done)", .success)
        return effects
      case .purge:
        say("not confirmed by the server yet: try again in a moment", .warning)
        return []
      }
    }
    guard requests.count <= session.outbox.limit - session.outbox.entries.count else {
      say("too much waits for the server's answer already: try again in a moment", .warning)
      return []
    }
    _ = deeds.pop()
    return carryOut(requests, done: "took back: \(deed.done)")
  }
}
