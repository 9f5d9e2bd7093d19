import LiveComments
import ServerCore
import Testing

@testable import CommentServer

@Suite("The queue before a commit")
struct CommitQueueTests {
  @Test(
    "a commit makes the next one wait for more only when several post",
    arguments: [
      (committed: 1, arrivedMeanwhile: 0, gathers: false),
      (committed: 1, arrivedMeanwhile: 1, gathers: true),
      (committed: 2, arrivedMeanwhile: 0, gathers: true),
      (committed: 2, arrivedMeanwhile: 4, gathers: false),
    ])
  func gathering(committed: Int, arrivedMeanwhile: Int, gathers: Bool) throws {
    var limits = CommitQueue.Limits()
    limits.commentsPerCommit = 4
    var queue = CommitQueue(limits: limits)
    for _ in 0..<committed { _ = queue.append(try post()) }
    let next = queue.next()
    let batch = try #require(next)
    for _ in 0..<arrivedMeanwhile { _ = queue.append(try post()) }
    #expect(queue.mayGather(after: batch) == gathers)
  }

  @Test("a piece of a restore and a commit of what waits take turns")
  func restoreTurns() throws {
    var limits = CommitQueue.Limits()
    limits.commentsPerCommit = 2
    var queue = CommitQueue(limits: limits)
    var order = ""
    func take() {
      let batch = queue.next()
      order += batch.map { $0.restores ? "R" : String($0.posts.count) } ?? "-"
    }
    #expect(queue.planRestore() && !queue.planRestore(), "there is one turn")
    take()
    guard case .first = queue.restoreIsDue() else {
      Issue.record("nobody commits")
      return
    }
    for _ in 0..<5 { _ = queue.append(try post()) }
    take()
    for _ in 0..<4 {
      if queue.planRestore() { _ = queue.restoreIsDue() }
      take()
    }
    take()
    take()
    #expect(order == "-R2R2R1-")
  }

  @Test("what a closed queue has planned of a restore is left to the next start")
  func closingRestore() throws {
    var queue = CommitQueue(limits: CommitQueue.Limits())
    _ = queue.append(try post())
    _ = queue.planRestore()
    _ = queue.restoreIsDue()
    queue.close()
    let last = queue.next()
    #expect(last?.restores == false)
    let none = queue.next()
    #expect(none == nil)
    guard case .refused = queue.restoreIsDue() else {
      Issue.record("it goes on")
      return
    }
  }

  @Test("a queue that is closed gathers no more")
  func closing() throws {
    var queue = CommitQueue(limits: CommitQueue.Limits())
    for _ in 0..<2 { _ = queue.append(try post()) }
    let next = queue.next()
    let batch = try #require(next)
    queue.close()
    #expect(!queue.mayGather(after: batch))
  }

  private func post() throws -> CommitQueue.Post {
    let user = User(userID: "ada", userName: "Ada", role: .viewer)
    return CommitQueue.Post(
      comment: AcceptedComment(
        streamID: try #require(StreamID(rawValue: "launch")), poster: user,
        key: try #require(IdempotencyKey(rawValue: "k")), author: user, content: "hello"),
      receivedAt: Instant(microseconds: 0)
    ) { _ in }
  }
}
