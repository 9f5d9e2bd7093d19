import Foundation
import LiveComments
import ServerCore
import Synchronization
import Testing

@testable import CommentServer

extension LogFixture {
  /// Posts `0`, `1`, … from one caller without waiting in between, and waits for all the answers.
  /// Returns the refusals.
  @discardableResult
  func postAll(
    _ count: Int, by user: User, in streamID: StreamID = .launch
  ) async -> [ProblemCode] {
    let answers = Mutex<[ProblemCode]>([])
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let missing = Atomic(count)
      for number in 0..<count {
        let comment = AcceptedComment(
          streamID: streamID, poster: user,
          key: IdempotencyKey(rawValue: newKey())!,  // Sound: newKey() makes valid ones.
          author: user, content: String(number))
        log.append(comment) { result in
          if case .failure(let problem) = result { answers.withLock { $0.append(problem.code) } }
          if missing.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            continuation.resume()
          }
        }
      }
    }
    return answers.withLock(\.self)
  }
}

extension LogFixture {
  /// What was published about a stream, when all that is durable has been: answers come before
  /// publications.
  func allPublications(of streamID: StreamID) async throws -> [Publication] {
    let summary = try await log.summary(of: streamID)
    func published() -> [Publication] { publications.filter { $0.streamID == streamID } }
    try await eventually {
      guard let last = published().last else { return summary.latestSeq == .zero }
      return last.coverage.upto >= summary.latestSeq && last.latestModSeq >= summary.latestModSeq
    }
    return published()
  }
}

/// Holds a thread until it is opened.
final class Latch: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  private let waits = Atomic(0)

  /// Whether somebody has come to wait.
  var isWaitedFor: Bool { waits.load(ordering: .acquiring) > 0 }

  func wait() {
    waits.add(1, ordering: .releasing)
    semaphore.wait()
  }
  func open() { semaphore.signal() }
}

/// Waits until `condition` holds, for at most a minute.
func eventually(
  sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + .seconds(60)
  while try await !condition() {
    try #require(ContinuousClock.now < deadline, "waited in vain", sourceLocation: sourceLocation)
    try await Task.sleep(for: .milliseconds(2))
  }
}
