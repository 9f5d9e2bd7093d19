import DequeModule
import LiveComments
import NIOCore
import ServerCore

/// The newest moderation events of a stream, completely: everything after `floor` up to `latest`.
///
/// This is also the queue of a connection that cannot be written to: the connection only remembers
/// how far it came. Bounded in count and bytes; when it is full the oldest go and `floor` rises.
struct EventRing: Sendable {
  private(set) var floor: ModSeq
  private(set) var latest: ModSeq
  private(set) var events: Deque<EncodedEvent> = []
  private var byteCount = 0
  private let maximumCount: Int
  private let maximumBytes: Int

  /// An empty ring at `position`.
  init(at position: ModSeq, maximumCount: Int, maximumBytes: Int) {
    floor = position
    latest = position
    self.maximumCount = maximumCount
    self.maximumBytes = maximumBytes
  }

  /// Takes what `(latest, upto]` holds, ascending.
  mutating func append(_ added: some Sequence<EncodedEvent>, upto: ModSeq) {
    for event in added where event.modSeq > latest {
      events.append(event)
      byteCount += event.byteCount
    }
    latest = max(latest, upto)
    while events.count > maximumCount || byteCount > maximumBytes, let oldest = events.popFirst() {
      byteCount -= oldest.byteCount
      floor = oldest.modSeq
    }
  }

  /// Changes the comments that earlier events carry: they show only what may be seen now.
  mutating func apply(_ later: ModerationEvent) {
    guard later.action.setsVisibility || later.action == .purgeUser else { return }
    let touched = Set((later.targets ?? []).map(\.commentID))
    for (index, event) in events.enumerated() {
      guard let changed = event.carrying(changesOf: later, to: touched) else { continue }
      byteCount += changed.byteCount - event.byteCount
      events[index] = changed
    }
  }

  /// The index of the first event after `position`.
  func index(after position: ModSeq) -> Int {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].modSeq <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether the ring accounts for everything after `position`.
  func holds(after position: ModSeq) -> Bool { position >= floor }

  /// The audience that reads everything after `position` as `audience` does.
  func sharedAudience(of audience: Audience, after position: ModSeq) -> Audience {
    guard case .user(let userID) = audience else { return audience }
    for event in events[index(after: position)...] where event.personalReaders.contains(userID) {
      return audience
    }
    return .everyone
  }
}
