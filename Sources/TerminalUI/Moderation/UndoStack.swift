import ClientCore
import LiveComments

/// What the moderator did and can take back, the newest last.
///
/// Bounded: the oldest deed goes when there are more than `capacity`.
struct UndoStack: Sendable {
  static let capacity = 100

  /// One thing that was done with one key or command.
  struct Deed: Sendable {
    /// What was said: `deleted bob's comment`.
    let done: String
    /// The requests that it took.
    var keys: Set<String>
    var inverse: [Inverse]
    /// The newest of the events that it became; 0 while the server has not acknowledged any.
    var modSeq = ModSeq.zero
  }

  /// What takes a deed back.
  enum Inverse: Sendable, Hashable {
    case request(ModerationRequest)
    /// A purge is restored by the id of its event, which comes with the acknowledgement.
    case purge(key: String)
    /// Only the rule that was changed goes back: others may have been set since.
    case rule(RuleDesk.Change)
  }

  private(set) var deeds: [Deed] = []
  /// Events that this moderator's requests became: as many as there may be deeds, and as many again
  /// for reasons that were added to them.
  private var ownEvents: [ModSeq] = []

  var last: Deed? { deeds.last }

  mutating func push(_ deed: Deed) {
    guard !deed.inverse.isEmpty else { return }
    deeds.append(deed)
    if deeds.count > Self.capacity { deeds.removeFirst() }
  }

  mutating func pop() -> Deed? { deeds.popLast() }

  /// Whether the event came of a request of this moderator's, as far back as is remembered.
  func isOwn(_ modSeq: ModSeq) -> Bool { ownEvents.contains(modSeq) }

  /// The request under `key` has become this event.
  mutating func accepted(_ key: String, as id: ModerationID, at modSeq: ModSeq) {
    ownEvents.append(modSeq)
    if ownEvents.count > 2 * Self.capacity { ownEvents.removeFirst() }
    for index in deeds.indices where deeds[index].keys.contains(key) {
      deeds[index].modSeq = max(deeds[index].modSeq, modSeq)
      deeds[index].inverse = deeds[index].inverse.map {
        $0 == .purge(key: key)
          ? .request(ModerationRequest(action: .restore, moderationID: id)) : $0
      }
    }
  }

  /// The request under `key` was refused: a deed of which nothing is left cannot be taken back.
  mutating func refused(_ key: String) {
    for index in deeds.indices { deeds[index].keys.remove(key) }
    deeds.removeAll { $0.keys.isEmpty }
  }
}
