import LiveComments
import NIOCore
import ServerCore

/// A page as it is sent, and what a long poll has to know of it.
struct EncodedPage<Plane>: Sendable {
  var body: ByteBuffer
  var isEmpty: Bool
  var coverage: Coverage<Plane>
  var latestSeq: Seq
  var latestModSeq: ModSeq
}

extension StreamView {
  /// The page that the ring can answer with, the same as the log's; nil when that reaches below the
  /// ring's floor, or is a refusal, which is the log's to give.
  func page(
    _ query: CommentQuery, of streamID: StreamID, epoch: Epoch, for audience: Audience
  ) -> EncodedPage<CommentPlane>? {
    let frame = PageFrame(
      streamID: streamID, epoch: epoch, latestSeq: comments.latest, latestModSeq: events.latest)
    guard let range = try? frame.range(of: query),
      let found = query.isBackwards
        ? newest(query.count + 1, upto: range.upto, for: audience)
        : first(query.count + 1, in: range, for: audience)
    else { return nil }
    let coverage = frame.coverage(of: query, in: range, found: found.lazy.map(\.seq))
    var items = found.prefix(query.count).map(\.json)
    if query.isBackwards { items.reverse() }
    return EncodedPage(
      body: FrameAssembly.page(
        of: streamID, epoch: epoch, coverage: coverage, latestSeq: comments.latest,
        latestModSeq: events.latest, comments: items),
      isEmpty: items.isEmpty, coverage: coverage, latestSeq: comments.latest,
      latestModSeq: events.latest)
  }

  /// The page of events that the ring can answer with, the same as the log's; nil as above.
  func page(
    _ query: EventQuery, of streamID: StreamID, epoch: Epoch, for audience: Audience
  ) -> EncodedPage<ModerationPlane>? {
    let frame = PageFrame(
      streamID: streamID, epoch: epoch, latestSeq: comments.latest, latestModSeq: events.latest)
    guard let range = try? frame.range(of: query), events.holds(after: range.after) else {
      return nil
    }
    var coverage = range
    var items: [ByteBuffer] = []
    var last = range.after
    for event in events.events[events.index(after: range.after)...] {
      guard event.modSeq <= range.upto else { break }
      guard let json = event.json(for: audience) else { continue }
      if items.count == query.count {
        coverage.upto = last
        break
      }
      items.append(json)
      last = event.modSeq
    }
    return EncodedPage(
      body: FrameAssembly.page(frame, coverage, events: items), isEmpty: items.isEmpty,
      coverage: coverage, latestSeq: comments.latest, latestModSeq: events.latest)
  }

  private typealias Found = (seq: Seq, json: ByteBuffer)

  /// What `audience` sees up to a position, newest first; nil when fewer are in the ring and older
  /// ones may be in the log.
  private func newest(_ count: Int, upto: Seq, for audience: Audience) -> [Found]? {
    guard upto >= comments.floor else { return nil }
    var found: [Found] = []
    for comment in comments.comments[..<comments.index(after: upto)].reversed() {
      guard let json = comment.json(for: audience) else { continue }
      found.append((comment.seq, json))
      if found.count == count { return found }
    }
    return comments.floor == .zero ? found : nil
  }

  /// What `audience` sees in a range, oldest first; nil when the range begins below the ring.
  private func first(
    _ count: Int, in range: Coverage<CommentPlane>, for audience: Audience
  ) -> [Found]? {
    guard range.after >= comments.floor else { return nil }
    var found: [Found] = []
    for comment in comments.comments[comments.index(after: range.after)...] {
      guard comment.seq <= range.upto, found.count < count else { break }
      if let json = comment.json(for: audience) { found.append((comment.seq, json)) }
    }
    return found
  }
}
