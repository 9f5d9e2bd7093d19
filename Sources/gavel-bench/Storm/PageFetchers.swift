import Dispatch
import Foundation
import LiveComments
import Synchronization

/// Fetches over HTTP what viewers were told to fetch, on threads of its own, so that a viewer that
/// waits for its pages keeps no other from being served.
///
/// A viewer has one fetch at a time, so there are never more than viewers.
final class PageFetchers: Sendable {
  /// Fetches at once. The server answers one in a few tens of milliseconds when it is saturated.
  private static let threads = 32

  /// What came of a viewer's fetch.
  struct Outcome: Sendable {
    /// Its place among the viewers.
    let viewer: Int
    let range: Coverage<CommentPlane>
    /// Why it failed; nil when every page has come.
    let problem: String?
  }

  private struct Queue {
    var wanted: [(viewer: Int, range: Coverage<CommentPlane>)] = []
    var done: [Outcome] = []
  }

  private let queue = Mutex(Queue())
  private let available = DispatchSemaphore(value: 0)
  private let server: SocketAddress
  private let streamID: StreamID

  /// Its threads end with the process.
  init(server: SocketAddress, streamID: StreamID) {
    self.server = server
    self.streamID = streamID
    for _ in 0..<Self.threads { Thread.detachNewThread { [self] in serve() } }
  }

  func fetch(_ range: Coverage<CommentPlane>, for viewer: Int) {
    queue.withLock { $0.wanted.append((viewer, range)) }
    available.signal()
  }

  /// What has come since the last call.
  func takeOutcomes() -> [Outcome] {
    queue.withLock { queue in
      defer { queue.done = [] }
      return queue.done
    }
  }

  private func serve() {
    while true {
      available.wait()
      guard let (viewer, range) = queue.withLock({ $0.wanted.popLast() }) else { continue }
      var problem: String?
      do { try fetch(range) } catch { problem = "\(error)" }
      let outcome = Outcome(viewer: viewer, range: range, problem: problem)
      queue.withLock { $0.done.append(outcome) }
    }
  }

  /// Page by page.
  private func fetch(_ range: Coverage<CommentPlane>) throws {
    var after = range.after
    while after < range.upto {
      let data = try ServerRequest.get(
        "/streams/\(streamID)/comments?after=\(after)&upto=\(range.upto)"
          + "&limit=\(Limits.pageComments)", of: server)
      let page = try WireCodec.decode(CommentPage.self, from: data)
      guard page.upto > after else { throw LoadError("a page ends at \(page.upto), as it began") }
      after = page.upto
    }
  }
}
