public import LiveComments

/// What a command comes to: events, in the order in which the log gives them their positions.
///
/// The last one is the answer. What goes with it (automated unpins) comes before it, so that at no
/// position are there more than three pins, or a pin on a retracted comment.
public struct ModerationDecision: Sendable, Hashable {
  public var events: [EventDraft]

  /// Pinned comments of one stream.
  public static let pinLimit = 3

  /// Decides a command by what the log knows: all of it, or nothing.
  ///
  /// Throws `forbidden`, `unknown_comment` or `conflict`, naming the comments at fault, and `invalid`
  /// for a `moderation_id` that is no purge of the stream.
  public init(
    _ command: ModerationCommand, by actor: Actor, in streamID: StreamID, facts: ModerationFacts,
    at now: Timestamp, makeID: () -> ModerationID
  ) throws(Problem) {
    let matter = ModerationCase(
      command: command, actor: actor, streamID: streamID, facts: facts, now: now)
    try matter.checkPermission()
    events = try matter.drafts(makeID: makeID)
  }

  /// Whether `actor` can do this at all, whatever the log knows: so that a refusal needs no lookup.
  /// Throws `forbidden`.
  public static func checkRole(
    of actor: Actor, for command: ModerationCommand, in streamID: StreamID
  ) throws(Problem) {
    let best = ActObject(isOwn: true, role: nil)
    guard Permissions.allow(command.act, by: actor, to: best, in: streamID) else {
      throw ModerationCase.forbidden(command)
    }
  }
}

/// One command, and what is known about it.
struct ModerationCase {
  let command: ModerationCommand
  let actor: Actor
  let streamID: StreamID
  let facts: ModerationFacts
  let now: Timestamp

  func checkPermission() throws(Problem) {
    try ModerationDecision.checkRole(of: actor, for: command, in: streamID)
    let unknown = command.commentIDs.filter { !isKnown($0) }
    guard unknown.isEmpty else {
      throw Problem(
        .unknownComment, "the stream has no such comment: nothing was changed",
        commentIDs: unknown)
    }
    let foreign = command.commentIDs.filter { !isOwn($0) }
    let role = command.userID == actor.user.userID ? actor.user.role : facts.role
    let object = ActObject(isOwn: foreign.isEmpty, role: role)
    guard Permissions.allow(command.act, by: actor, to: object, in: streamID) else {
      throw Self.forbidden(command, comments: foreign)
    }
  }

  private func isOwn(_ id: CommentID) -> Bool {
    facts.targets[id]?.comment.userID == actor.user.userID
  }

  /// Who may not see a comment is not told that it exists.
  private func isKnown(_ id: CommentID) -> Bool {
    guard let target = facts.targets[id] else { return false }
    return isOwn(id) || Audience(actor.user).view(of: target.comment) != nil
  }

  static func forbidden(_ command: ModerationCommand, comments: [CommentID] = []) -> Problem {
    let detail =
      switch command.act {
      case .muteEverywhere: "only an owner of all streams can act on a user in every stream"
      case .moderate(.delete) where !comments.isEmpty: "viewers delete their own comments only"
      case .moderate where command.userID != nil:
        "only the owner can act on moderators and owners, and only moderators on users"
      default: "\(command.action) takes a moderator's token for this stream"
      }
    return Problem(.forbidden, detail, commentIDs: comments.isEmpty ? nil : comments)
  }
}
