import LiveComments
import ServerCore
import Testing

struct AudienceTests {
  @Test(
    "an account belongs to the audience of its role",
    arguments: [
      (nil, .everyone), (.sample("ada"), .user("ada")), (.sample("bot", .service), .user("bot")),
      (.sample("mo", .moderator), .moderators), (.sample("own", .owner), .moderators),
    ] as [(User?, Audience)])
  func ofUser(user: User?, audience: Audience) {
    #expect(Audience(user) == audience)
  }

  @Test(
    "who sees a comment in which state",
    arguments: [
      // state, moderators, author, another user, no account
      (.visible, .visible, .visible, .visible, .visible),
      (.held, .held, .held, nil, nil),
      (.deleted, .deleted, nil, nil, nil),
      (.shadowBanned, .shadowBanned, .visible, nil, nil),
    ] as [(CommentState, CommentState?, CommentState?, CommentState?, CommentState?)])
  func states(
    state: CommentState, moderators: CommentState?, author: CommentState?, other: CommentState?,
    everyone: CommentState?
  ) {
    let comment = Comment.sample(by: "ada", state: state)
    #expect(Audience.moderators.view(of: comment)?.state == moderators)
    #expect(Audience.user("ada").view(of: comment)?.state == author)
    #expect(Audience.user("bob").view(of: comment)?.state == other)
    #expect(Audience.everyone.view(of: comment)?.state == everyone)
  }

  @Test("what decided a comment's state is for moderators", arguments: CommentState.allCases)
  func moderationIsRedacted(state: CommentState) {
    var comment = Comment.sample(by: "ada", state: state)
    comment.moderation = Comment.Moderation(
      actor: "mo", action: .hold, reason: "spam", at: Timestamp(milliseconds: 1))
    #expect(Audience.moderators.view(of: comment) == comment)
    #expect(Audience.user("ada").view(of: comment)?.moderation == nil)
    #expect(Audience.everyone.view(of: comment)?.moderation == nil)
    #expect(Audience.user("ada").answer(with: comment).moderation == nil)
  }

  @Test("a shadow-banned author reads exactly what everybody would read of a visible comment")
  func shadowBan() {
    let banned = Comment.sample(by: "ada", state: .shadowBanned)
    let visible = Comment.sample(by: "ada", state: .visible)
    #expect(Audience.user("ada").view(of: banned) == Audience.user("ada").view(of: visible))
    #expect(Audience.user("ada").answer(with: banned) == Audience.user("ada").answer(with: visible))
    #expect(Audience.user("bridge").answer(with: banned).state == .visible)
  }

  @Test(
    "a repeated post is answered in its present state",
    arguments: [
      (.visible, .visible), (.held, .held), (.deleted, .deleted), (.shadowBanned, .visible),
    ] as [(CommentState, CommentState)])
  func answers(state: CommentState, named: CommentState) {
    #expect(Audience.user("ada").answer(with: .sample(state: state)).state == named)
    #expect(Audience.moderators.answer(with: .sample(state: state)).state == state)
  }

  @Test(
    "who sees events of an action",
    arguments: ModerationAction.allCases + [.unknown("raid")])
  func reach(action: ModerationAction) {
    let event = ModerationEvent.sample(action, about: "ada")
    let isForModerators = [.shadowBan, .liftShadowBan, .flag].contains(action)
    let isForTheUser = [.mute, .unmute].contains(action)
    #expect(Audience.moderators.view(of: event) == event)
    #expect((Audience.user("ada").view(of: event) != nil) == !isForModerators)
    let isForOthers = !isForModerators && !isForTheUser
    #expect((Audience.user("bob").view(of: event) != nil) == isForOthers)
    #expect((Audience.everyone.view(of: event) != nil) == isForOthers)
  }

  @Test("who decided, and why, is for moderators")
  func eventIsRedacted() throws {
    let event = ModerationEvent.sample(.delete, about: nil)
    let view = try #require(Audience.user("ada").view(of: event))
    #expect(view.actor == nil && view.actorKind == nil && view.reason == nil && view.policy == nil)
    #expect(view.targets == event.targets)
    #expect(view.modSeq == event.modSeq && view.moderationID == event.moderationID)
  }

  @Test("a target that is shadow-banned reads as visible to all but moderators")
  func shadowBannedTarget() {
    var event = ModerationEvent.sample(.approve, about: nil)
    event.targets = [.init(commentID: .sample(1), seq: 1, state: .shadowBanned)]
    event.comments = [.sample(1, by: "ada", state: .shadowBanned)]
    #expect(Audience.moderators.view(of: event) == event)
    for audience in [Audience.user("ada"), .user("bob"), .everyone] {
      #expect(audience.view(of: event)?.targets?.first?.state == .visible)
    }
    #expect(Audience.user("ada").view(of: event)?.comments?.map(\.state) == [.visible])
    #expect(Audience.user("bob").view(of: event)?.comments == [])
    #expect(Audience.everyone.view(of: event)?.comments == [])
  }
}

extension ModerationEvent {
  fileprivate static func sample(
    _ action: ModerationAction, about userID: UserID?
  ) -> ModerationEvent {
    var generator = SeededGenerator(seed: 7)
    let at = Timestamp(milliseconds: 5_000)
    return ModerationEvent(
      modSeq: 3, moderationID: ModerationID(at: at, using: &generator), action: action, at: at,
      targets: [.init(commentID: .sample(1), seq: 1, state: .deleted)], userID: userID,
      actor: "mo", actorKind: .human, reason: "spam", policy: "links")
  }
}
