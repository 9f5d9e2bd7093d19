import CommentServer
import Dispatch
import Foundation
import LiveComments
import ServerCore
import Synchronization

/// One run of the log alone, in this process: what ingest costs without the network.
struct LogRun {
  let users: Int
  let streams: Int
  let inFlight: Int
  let seconds: Double

  /// What one run gave.
  struct Outcome {
    var postsPerSecond: Double
    var latency: Latency.Summary
    /// Share of one core.
    var cpu: Double
  }

  /// What the completions count, on the log's thread.
  private struct Tally {
    var accepted = 0
    var refusal: Problem?
    var latency = Latency()
  }

  func measure(in directory: WorkDirectory) async throws -> Outcome {
    var configuration = SQLiteCommentLog.Configuration(
      directory: URL(fileURLWithPath: directory.path))
    let unlimited = RateLimit(perSecond: 1e6, burst: 1_000_000)
    configuration.limits = PostLimits(perUser: unlimited, perStream: unlimited)
    let log = try SQLiteCommentLog(configuration)
    let outcome = try post(to: log)
    await log.close()
    return outcome
  }

  private func post(to log: SQLiteCommentLog) throws -> Outcome {
    var posts = Posts(users: users, streams: streams)
    let tally = Mutex(Tally())
    let room = DispatchSemaphore(value: inFlight)
    let cpu = CPUTime.ofProcess()
    let start = Clock.monotonicNanoseconds()
    var elapsed = 0.0
    try withExtendedLifetime(tally) {
      while elapsed < seconds {
        room.wait()
        let sent = Clock.monotonicNanoseconds()
        log.append(try posts.next()) { result in
          let now = Clock.monotonicNanoseconds()
          tally.withLock { tally in
            switch result {
            case .success: tally.accepted += 1
            case .failure(let problem): tally.refusal = problem
            }
            tally.latency.record(microseconds: Int64((now - sent) / 1_000))
          }
          room.signal()
        }
        elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
      }
      for _ in 0..<inFlight { room.wait() }
      for _ in 0..<inFlight { room.signal() }
    }
    let result = tally.withLock { ($0.accepted, $0.refusal, $0.latency.summary) }
    if let refusal = result.1 { throw LoadError("the log refused: \(refusal.detail)") }
    return Outcome(
      postsPerSecond: Double(result.0) / elapsed, latency: result.2,
      cpu: (CPUTime.ofProcess() - cpu) / elapsed)
  }

  /// Validated posts of users who take turns.
  private struct Posts {
    private var chatters: [(StreamID, Chatter)]
    private let users: [User]
    private var count = 0

    init(users: Int, streams: Int) {
      chatters = (0..<streams).compactMap { number in
        StreamID(rawValue: "bench-\(number)").map {
          ($0, Chatter(streamID: $0, seed: UInt64(number)))
        }
      }
      self.users = (0..<users).map {
        User(userID: UserID(rawValue: "user-\($0)"), userName: "User \($0)", role: .viewer)
      }
    }

    mutating func next() throws -> AcceptedComment {
      defer { count += 1 }
      guard let key = IdempotencyKey(rawValue: String(count)) else { throw LoadError("no key") }
      let user = users[count % users.count]
      let place = count % users.count % chatters.count
      return AcceptedComment(
        streamID: chatters[place].0, poster: user, key: key, author: user,
        content: chatters[place].1.post().content)
    }
  }
}
