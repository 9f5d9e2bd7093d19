import ArgumentParser
import Foundation
import LiveComments
import TerminalUI

/// What an action names, and how it is to be done.
///
/// What an action needs, and what it has no use for, is the server's to say: it knows the actions of
/// its version.
struct ModerationOptions: ParsableArguments {
  @Option(
    name: .customLong("comment"),
    help: ArgumentHelp("A comment_id; may be given many times.", valueName: "id"))
  var comments: [String] = []

  @Option(help: ArgumentHelp("A user_id.", valueName: "id"))
  var user: String?

  @Option(help: ArgumentHelp("The moderation_id of a purge to take back.", valueName: "id"))
  var moderation: String?

  @Option(help: "'*' for every stream.")
  var scope: String?

  @Option(help: "How long a mute lasts: 30s, 10m, 2h, 7d, 1w; for ever when left out.")
  var duration: String?

  @Option(help: "Of slow mode, between the comments of one user; of a purge, how far back.")
  var seconds: Int?

  @Option(help: "auto, normal, busy, hot or critical.")
  var level: String?

  @Option(help: "Why; for the audit log.")
  var reason: String?

  @Option(help: "The rule of the house that was broken; for the audit log.")
  var policy: String?

  @Option(
    help: "Names this request: repeating it under the same key does nothing twice. By default new.")
  var key: String?

  /// The request for an action. Throws what is wrong with an option.
  func request(_ action: ModerationAction) throws(Complaint) -> ModerationRequest {
    ModerationRequest(
      action: action, commentIDs: try commentIDs(), userID: user.map(UserID.init(rawValue:)),
      moderationID: try parsed(
        moderation, "--moderation takes a moderation_id, as purge_user printed it",
        ModerationID.init(rawValue:)),
      scope: scope,
      durationSeconds: try parsed(
        duration, "--duration takes 30s, 10m, 2h, 7d or 1w, up to ten years",
        CommandDuration.seconds),
      seconds: seconds,
      level: try parsed(
        level, "--level takes auto, normal, busy, hot or critical", LevelChoice.init(rawValue:)),
      reason: reason, policy: policy)
  }

  /// The key that was given, or a new one.
  func idempotencyKey() throws(Complaint) -> String {
    guard let key else { return UUID().uuidString.lowercased() }
    guard Limits.key.contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw Complaint("--key takes 1 to \(Limits.key.upperBound) visible ASCII characters")
    }
    return key
  }

  /// Throws when an option is given that `action` has no use for.
  func refuse(for action: String, except used: Set<String> = []) throws(Complaint) {
    let given: [(name: String, isGiven: Bool)] = [
      ("--comment", !comments.isEmpty), ("--user", user != nil),
      ("--moderation", moderation != nil), ("--scope", scope != nil),
      ("--duration", duration != nil), ("--seconds", seconds != nil), ("--level", level != nil),
      ("--reason", reason != nil), ("--policy", policy != nil), ("--key", key != nil),
    ]
    for option in given where option.isGiven && !used.contains(option.name) {
      throw Complaint("\(action) has no use for \(option.name)")
    }
  }

  private func commentIDs() throws(Complaint) -> [CommentID]? {
    guard !comments.isEmpty else { return nil }
    var ids: [CommentID] = []
    for text in comments {
      guard let id = CommentID(rawValue: text) else {
        throw Complaint("--comment takes a comment_id, as `gavel tail --json` shows it")
      }
      ids.append(id)
    }
    return ids
  }

  private func parsed<Value>(
    _ text: String?, _ complaint: String, _ parse: (String) -> Value?
  ) throws(Complaint) -> Value? {
    guard let text else { return nil }
    guard let value = parse(text) else { throw Complaint(complaint) }
    return value
  }
}
