import LiveComments
import ServerCore
import Synchronization

/// Who may react, over all event loops of the node: one lock, held for a look-up or two.
final class Reactors: Sendable {
  private let admission: Mutex<ReactionAdmission>
  private let log: any CommentLog

  init(limits: ReactionLimits, log: any CommentLog) {
    admission = Mutex(ReactionAdmission(limits: limits))
    self.log = log
    log.subscribe { [weak self] publication in
      guard let self, !publication.events.isEmpty else { return }
      admission.withLock { admission in
        for event in publication.events { admission.apply(event.event, in: publication.streamID) }
      }
    }
  }

  /// Whether `user` may add `count` reactions; takes them off what it may.
  func admit(_ user: User, to streamID: StreamID, count: Int) -> ReactionAdmission.Verdict {
    let now = SystemClock.moment()
    return admission.withLock { $0.admit(user, to: streamID, count: count, at: now) }
  }

  /// Asks the log for what `admit` did not know. Throws when it cannot be read.
  func learnMutes(of streamID: StreamID, asOf: Int) async throws {
    let stored = try await log.mutes(of: streamID)
    admission.withLock { $0.learn(stored, of: streamID, asOf: asOf) }
  }

  /// As `admit`, for those who can wait. Throws the refusal.
  func admitted(_ user: User, to streamID: StreamID, count: Int) async throws {
    for _ in 0...Self.lookUps {
      switch admit(user, to: streamID, count: count) {
      case .admitted: return
      case .refused(let problem): throw problem
      case .unknown(let asOf): try await learnMutes(of: streamID, asOf: asOf)
      }
    }
    throw Self.unsettled
  }

  /// How often the log is asked for one request: an answer is void only when mutes change faster than
  /// the log is read, or more streams are reacted to than are remembered.
  static let lookUps = 2
  static let unsettled = Problem(
    .busy, "the mutes of the stream are changing: try again in a second",
    retryAfterMilliseconds: 1_000)
}
