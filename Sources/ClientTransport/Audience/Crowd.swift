import ClientCore
import LiveComments

/// Connections that only watch, so that a stream has viewers.
///
/// Bounded by the number that is asked for; each answers heartbeats, and is made again when lost.
final class Crowd {
  private let url: StreamURL
  private var members: [Member] = []

  init(url: StreamURL) { self.url = url }

  deinit { for member in members { member.leave() } }

  /// Lets viewers come or go until there are so many.
  func become(_ count: Int) throws(TransportFailure) {
    while members.count > count { members.removeLast().leave() }
    while members.count < count { members.append(try Member(url: url)) }
  }

  /// One viewer.
  private final class Member: Sendable {
    private let io: SessionIO
    private let life: Task<Void, Never>

    init(url: StreamURL) throws(TransportFailure) {
      let (wakeups, wake) = AsyncStream.makeStream(
        of: Void.self, bufferingPolicy: .bufferingNewest(1))
      let io = try SessionIO(url: url, token: nil) { wake.yield() }
      self.io = io
      life = Task {
        io.perform(.connect)
        for await _ in wakeups {
          for input in io.takeInputs() { Self.answer(input, io) }
        }
      }
    }

    func leave() {
      life.cancel()
      io.perform(.close(.goingAway))
    }

    private static func answer(_ input: SessionInput, _ io: SessionIO) {
      switch input {
      case .opened: io.perform(.send(.hello(ClientFrame.Hello())))
      case .frame(.heartbeat(let heartbeat)):
        io.perform(
          .send(.seen(lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)))
      case .closed, .failed: io.schedule(MonotonicClock.now() + .seconds(1))
      case .tick: io.perform(.connect)
      default: break
      }
    }
  }
}
