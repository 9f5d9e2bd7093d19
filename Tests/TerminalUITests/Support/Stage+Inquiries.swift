import ClientCore
import LiveComments

@testable import TerminalUI

/// What the server answers beside the feed.
extension Stage {
  /// Comments that rules hold, older than the feed.
  static let heldComments: [Comment] = {
    let samples = [
      ("raider", "FREE FOLLOWERS at best-followers.example !!!", "links"),
      ("quarrel", "you have no idea what you are talking about, and you never had", "blocklist"),
      (
        "newcomer",
        "First time here. I have watched every launch since I was a child, and I would like to know "
          + "why the tower moves while the booster comes back; is it the wind?", "first_comment"
      ),
      ("shouter", "WHY IS NOBODY TALKING ABOUT THE SECOND STAGE", "capitals"),
    ]
    return samples.enumerated().map { index, sample in
      var comment = Stage.comment(10 + Int64(index), sample.0, sample.1)
      comment.state = .held
      comment.moderation = Comment.Moderation(
        actor: nil, action: .hold, reason: nil, policy: sample.2, at: comment.createdAt)
      return comment
    }
  }()

  mutating func review(_ comments: [Comment]) {
    send(.answered(.held(after: .zero, .success(Self.page(comments)))))
  }

  mutating func actOfModerators() {
    let chat = Stage.chat
    moderate(.delete, .deleted, [chat[0]]) {
      $0.actor = "u-max"
      $0.reason = "spam"
    }
    moderate(.hold, .held, [chat[5]]) {
      $0.actorKind = .policy
      $0.policy = "links"
    }
    moderate(.mute, .visible) {
      $0.actor = Stage.ana.userID
      $0.userID = chat[6].userID
      $0.durationSeconds = 600
      $0.reason = "abuse"
    }
    moderate(.slowMode, .visible) {
      $0.actor = "u-max"
      $0.seconds = 10
    }
  }

  /// Nothing older than what came live.
  mutating func answerDecisions() {
    for inquiry in inquiries {
      guard case .decisions(let range) = inquiry else { continue }
      let page = EventPage(
        streamID: Self.streamID, epoch: Self.epoch, after: range.after, upto: range.upto,
        latestSeq: .zero, latestModSeq: range.upto, events: [])
      send(.answered(.decisions(range, .success(page))))
    }
  }

  mutating func answerCard(change: (inout UserCard) -> Void = { _ in }) {
    guard case .userCard(let userID)? = inquiries.last else { return }
    let comments = Stage.chat.filter { $0.userID == userID }
    var generator = SeededGenerator(seed: 3)
    var card = UserCard(
      userID: userID, userName: comments.last?.userName ?? "", role: .viewer, isMuted: true,
      mutedUntil: Timestamp(milliseconds: Self.start.milliseconds + 300_000),
      isShadowBanned: false, counts: [.visible: 41, .deleted: 2], comments: comments,
      actions: [
        ModerationEvent(
          modSeq: 3, moderationID: ModerationID(at: Self.start, using: &generator), action: .mute,
          at: Self.start, userID: userID, durationSeconds: 600, actor: "u-max",
          reason: "spoiler")
      ])
    change(&card)
    send(.answered(.userCard(userID, .success(card))))
  }

  static let rules: RuleDocument = {
    var rules = RuleDocument()
    rules["links"] = .hold
    rules["blocklist"] = .reject
    return rules
  }()

  mutating func answerRules() { send(.answered(.rules(.success(Self.rules)))) }
}
