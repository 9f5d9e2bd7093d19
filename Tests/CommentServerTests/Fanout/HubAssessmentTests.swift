import LiveComments
import ServerCore
import Testing

@testable import CommentServer

@Suite("The level of a hub's stream")
struct HubAssessmentTests {
  private let start = Instant(milliseconds: 10_000)

  private func at(_ seconds: Int) -> Instant { start + .seconds(seconds) }

  private func core(_ controls: StreamControls = StreamControls()) throws -> HubCore {
    let epoch = try #require(Epoch(rawValue: "epoch"))
    var core = HubCore(
      streamID: .launch, epoch: epoch, limits: FanoutLimits(), table: .standard)
    core.open(
      with: CommentPage(
        streamID: .launch, epoch: epoch, after: .zero, upto: .zero, latestSeq: .zero,
        latestModSeq: .zero, comments: []),
      events: nil, summary: StreamSummary(streamID: .launch, controls: controls), at: start)
    return core
  }

  private func comment(_ seq: Int64) throws -> Comment {
    var generator = SystemRandomNumberGenerator()
    let time = Timestamp(milliseconds: seq)
    return Comment(
      streamID: .launch, seq: try #require(Seq(rawValue: seq)),
      commentID: CommentID(at: time, using: &generator), userID: "ada", userName: "Ada",
      role: .viewer, content: "text", createdAt: time, state: .visible)
  }

  /// Publishes that many comments in one second.
  private func publish(_ count: Int64, to core: inout HubCore, at now: Instant) throws {
    let after = core.view.comments.latest
    let comments = try (1...count).map { try comment(after.rawValue + $0) }
    _ = core.receive(
      Publication(
        streamID: .launch, coverage: Coverage(after: after, upto: try #require(comments.last).seq),
        comments: comments.map { StoredComment(comment: $0, receivedAt: now) },
        moderationCoverage: Coverage(after: core.view.events.latest, upto: core.view.events.latest)),
      at: now)
  }

  /// What the log makes of a change.
  private func follow(
    _ level: LevelChoice, reason: String? = nil, _ kind: ModerationEvent.ActorKind,
    _ controls: StreamControls, in core: inout HubCore
  ) throws -> StreamStatus? {
    var generator = SystemRandomNumberGenerator()
    let before = core.view.events.latest
    let event = ModerationEvent(
      modSeq: before.advanced(by: 1),
      moderationID: ModerationID(at: Timestamp(milliseconds: 1), using: &generator),
      action: .setLevel, at: Timestamp(milliseconds: 1), level: level, actorKind: kind,
      reason: reason)
    let seq = core.view.comments.latest
    let reception = core.receive(
      Publication(
        streamID: .launch, coverage: Coverage(after: seq, upto: seq), comments: [],
        moderationCoverage: Coverage(after: before, upto: event.modSeq),
        events: [PublishedEvent(event: event, receivedAt: start)], controls: controls),
      at: start)
    guard case .status(let status)? = reception.messages.last else { return nil }
    return status
  }

  @Test("a rate beyond the limit is noted with its reason until the log has it, and no longer")
  func rising() throws {
    var core = try core()
    var load = StreamLoad()
    try publish(2_000, to: &core, at: at(0))
    #expect(core.assess(&load, at: at(0)) == nil)
    let change = try #require(core.assess(&load, at: at(1)))
    #expect(change.level == .hot)
    #expect(change.reason == "400 comments/s (over 300)")
    #expect(core.status.level == .normal)
    #expect(core.assess(&load, at: at(1))?.level == .hot)

    let status = try follow(
      .fixed(.hot), reason: change.reason, .automated, StreamControls(automaticLevel: .hot),
      in: &core)
    #expect(status?.level == .hot)
    #expect(status?.slowModeSeconds == 5)
    #expect(status?.reason == change.reason)
    #expect(core.mitigation.samplingRatio == 5)
    #expect(core.assess(&load, at: at(1)) == nil)
    #expect(core.assess(&load, at: at(10)) == nil)
    let calm = try #require(core.assess(&load, at: at(30)))
    #expect(calm.level == .normal)
    #expect(calm.reason == "the load is within the limits again")
  }

  @Test("what a moderator has fixed stays, whatever the load; then auto is what the load calls for")
  func overridden() throws {
    var core = try core()
    var load = StreamLoad()
    let fixed = try follow(
      .fixed(.normal), reason: "mine", .human, StreamControls(level: .fixed(.normal)), in: &core)
    #expect(fixed?.level == .normal)
    #expect(fixed?.reason == "set by a moderator")
    try publish(2_000, to: &core, at: at(0))
    #expect(core.assess(&load, at: at(1)) == nil)
    #expect(core.status.slowModeSeconds == 0)
    let auto = try follow(.auto, .human, StreamControls(), in: &core)
    #expect(auto?.level == .normal)
    #expect(auto?.reason == nil)
    #expect(core.assess(&load, at: at(1))?.level == .hot)
  }

  @Test("a level that was on is resumed, and goes when nothing calls for it")
  func resuming() throws {
    var core = try core(StreamControls(slowModeSeconds: 10, automaticLevel: .critical))
    var load = StreamLoad()
    #expect(core.status.level == .critical)
    #expect(core.status.slowModeSeconds == 30)
    #expect(!core.isCalm(at: at(0)))
    #expect(core.assess(&load, at: at(5)) == nil)
    #expect(core.assess(&load, at: at(10))?.level == .normal)
    let status = try follow(
      .fixed(.normal), .automated, StreamControls(slowModeSeconds: 10), in: &core)
    #expect(status?.slowModeSeconds == 10)
    #expect(core.isCalm(at: at(20)))
  }
}
