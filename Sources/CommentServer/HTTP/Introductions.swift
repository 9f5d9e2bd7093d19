import LiveComments
import ServerCore
import Synchronization

/// Tells the log who moderates a stream, of those who only ask by HTTP: whom only the owner may act
/// on, whatever they do there, and whether or not it is granted.
///
/// The log writes it only when it is news, but asking it takes the one writing connection: so it is
/// not told the same again for a minute. Bounded: when there are more moderators than are remembered,
/// all are forgotten, and told once more.
final class Introductions: Sendable {
  private struct Acquaintance: Hashable {
    var streamID: StreamID
    var user: User
  }

  private static let rememberedCount = 10_000
  private static let holds = Duration.seconds(60)

  private let log: any CommentLog
  private let told = Mutex<[Acquaintance: Instant]>([:])

  init(to log: any CommentLog) { self.log = log }

  /// Takes note of a request for `path` by an account whose token is valid.
  func note(_ identity: Identity, asking path: String, at now: Instant) {
    guard identity.user.role.moderates, let streamID = Self.streamID(in: path),
      identity.streams.covers(streamID)
    else { return }
    let acquaintance = Acquaintance(streamID: streamID, user: identity.user)
    let isNews = told.withLock { told in
      if let last = told[acquaintance], now - last < Self.holds { return false }
      if told.count >= Self.rememberedCount { told = [:] }
      told[acquaintance] = now
      return true
    }
    if isNews { log.introduce(identity.user, to: streamID) }
  }

  /// Of `/streams/{id}` and what lies below it.
  private static func streamID(in path: String) -> StreamID? {
    let components = path.split(separator: "/", maxSplits: 2)
    guard components.count >= 2, components[0] == "streams" else { return nil }
    return StreamID(rawValue: String(components[1]))
  }
}
