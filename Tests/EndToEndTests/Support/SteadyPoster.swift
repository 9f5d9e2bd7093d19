import ClientCore
import ClientTransport
import Dispatch
import Foundation
import LiveComments
import Synchronization

/// Posts numbered comments over one WebSocket at a steady rate, on a thread of its own.
///
/// It posts less when the server does not keep up: no more than `window` posts are unanswered.
final class SteadyPoster: Sendable {
  private struct State {
    var isLive = false
    var posted = 0
    var start = DispatchTime.now()
    var ids: [Int: CommentID] = [:]
    var trouble: String?
    var isStopped = false
  }

  private static let window = 1_000
  private let io: SessionIO
  private let rate: Int
  private let queue = DispatchQueue(label: "poster")
  private let state = Mutex(State())

  /// Begins to connect; posts from `welcome` on.
  init(_ url: StreamURL, _ token: Token, perSecond rate: Int) throws {
    self.rate = rate
    io = try SessionIO(url: url, token: token) {}
    io.perform(.connect)
    queue.async { self.turn() }
  }

  func stop() { state.withLock { $0.isStopped = true } }

  /// The comment with this number; nil when it has not been acknowledged yet.
  func id(of number: Int) -> CommentID? { state.withLock { $0.ids[number] } }

  /// Comments that were acknowledged.
  var accepted: Int { state.withLock { $0.ids.count } }

  /// Why it no longer posts.
  var trouble: String? { state.withLock(\.trouble) }

  /// What a comment with this number says.
  static func content(_ number: Int) -> String { "remark \(number) of the crowd" }

  /// The number of the comment on a line of the screen.
  static func number(in line: String) -> Int? {
    line.firstMatch(of: /remark (\d+) of the crowd/).flatMap { Int($0.1) }
  }

  private func turn() {
    state.withLock { state in
      guard !state.isStopped else { return }
      queue.asyncAfter(deadline: .now() + .milliseconds(10)) { self.turn() }
      for input in io.takeInputs() { Self.take(input, &state, io) }
      guard state.isLive, state.trouble == nil else { return }
      let elapsed = DispatchTime.now().uptimeNanoseconds - state.start.uptimeNanoseconds
      let due = Int(elapsed * UInt64(rate) / 1_000_000_000)
      while state.posted < due, state.posted - state.ids.count < Self.window {
        let number = state.posted
        let author = Author(
          userID: UserID(rawValue: "u\(number % 50)"), userName: "U\(number % 50)")
        io.perform(
          .send(
            .post(
              key: String(number),
              PostRequest(content: Self.content(number), author: author))))
        state.posted += 1
      }
    }
  }

  private static func take(_ input: SessionInput, _ state: inout State, _ io: SessionIO) {
    switch input {
    case .opened: io.perform(.send(.hello(ClientFrame.Hello())))
    case .frame(.welcome):
      state.isLive = true
      state.start = .now()
    case .frame(.ack(.comment(let key, _, let commentID, _))):
      if let number = Int(key) { state.ids[number] = commentID }
    case .frame(.heartbeat(let heartbeat)):
      io.perform(
        .send(.seen(lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)))
    case .frame(.error(let error)): state.trouble = "\(error.code): \(error.message)"
    case .closed, .failed: state.trouble = "\(input)"
    default: break
    }
  }
}
