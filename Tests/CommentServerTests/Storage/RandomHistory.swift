import LiveComments
import ServerCore

@testable import CommentServer

/// A stream that users write and moderators work on, at random but replayable from its seed.
struct RandomHistory {
  private var generator: SeededGenerator
  private let users: [UserID] = ["ada", "bob", "eve", "zoe"]
  private var comments: [CommentID] = []
  private var purges: [ModerationID] = []
  private(set) var refusals = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Does `count` things to the stream; some of them are refused, as they should be.
  mutating func play(_ count: Int, on fixture: LogFixture) async throws {
    for _ in 0..<count {
      if Int.random(in: 0..<3, using: &generator) == 0 { try await fixture.restorePiece() }
      do {
        if Int.random(in: 0..<10, using: &generator) < 6 {
          try await post(on: fixture)
        } else {
          try await moderate(on: fixture)
        }
      } catch let problem as Problem where Self.expected.contains(problem.code) {
        refusals += 1
      }
      fixture.clock.advance(by: .milliseconds(Int.random(in: 0..<2_000, using: &generator)))
    }
  }

  /// A reader, of any kind.
  mutating func audience() -> Audience {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: .moderators
    case 1: .everyone
    default: .user(pick(users))
    }
  }

  mutating func commentQuery(latest: Seq) -> CommentQuery {
    let after = position(upto: latest)
    let upto = Bool.random(using: &generator) ? nil : position(from: after, upto: latest)
    let count = Int.random(in: 1...12, using: &generator)
    return Bool.random(using: &generator)
      ? .newest(count: count, upto: upto) : .forward(after: after, upto: upto, limit: count)
  }

  mutating func eventQuery(latest: ModSeq) -> EventQuery {
    let after = position(upto: latest)
    return EventQuery(
      after: after,
      upto: Bool.random(using: &generator) ? nil : position(from: after, upto: latest),
      limit: Int.random(in: 1...12, using: &generator))
  }

  private static let expected: Set<ProblemCode> = [.muted, .locked, .conflict, .slowMode]

  private mutating func post(on fixture: LogFixture) async throws {
    let receipt = try await fixture.post(
      by: User(userID: pick(users), userName: "Somebody", role: .viewer))
    comments.append(receipt.comment.commentID)
  }

  private mutating func moderate(on fixture: LogFixture) async throws {
    let action = pick(
      [
        .delete, .delete, .restore, .hold, .hold, .approve, .reject, .purgeUser, .mute, .unmute,
        .shadowBan, .liftShadowBan, .pin, .unpin, .lock, .unlock, .unlock, .slowMode,
      ] as [ModerationAction])
    var request = ModerationRequest(action: action, reason: "because")
    switch action {
    case .purgeUser, .mute, .unmute, .shadowBan, .liftShadowBan:
      request.userID = pick(users)
      if action == .mute, Bool.random(using: &generator) { request.durationSeconds = 20 }
      if action == .purgeUser, Bool.random(using: &generator) { request.seconds = 10 }
    case .slowMode: request.seconds = pick([0, 0, 1])
    case .lock, .unlock: break
    case .restore where !purges.isEmpty && Bool.random(using: &generator):
      request.moderationID = pick(purges)
    default:
      guard !comments.isEmpty else { return }
      let isSingle = action == .pin || action == .unpin
      let count = isSingle ? 1 : Int.random(in: 1...3, using: &generator)
      request.commentIDs = Array(Set((0..<count).map { _ in pick(comments) }))
    }
    let receipt = try await fixture.moderate(request)
    if action == .purgeUser { purges.append(receipt.event.moderationID) }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }

  private mutating func position<Plane>(
    from: Position<Plane> = .zero, upto: Position<Plane>
  ) -> Position<Plane> {
    from.advanced(by: Int64.random(in: 0...(upto.rawValue - from.rawValue), using: &generator))
  }
}
