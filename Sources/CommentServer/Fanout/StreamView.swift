import DequeModule
import LiveComments
import NIOCore
import ServerCore

/// One copy of a stream's recent past, and the frames cut from it.
///
/// The hub holds one that is as new as the log; each event loop with viewers holds one that is as
/// new as its last flush. Copies share their encodings.
struct StreamView: Sendable {
  private(set) var comments: CommentRing
  private(set) var events: EventRing
  var controls: StreamControls
  /// Frames already cut; void as soon as anything changes.
  private var cache: [FrameKey: CutFrame] = [:]

  /// Bytes of a frame's comments or events: a frame ends at the first that goes beyond.
  static let frameBytes = 256 * 1_024
  /// Frames kept at most; more distinct positions than this at one moment start the cache anew.
  private static let cachedFrames = 64

  init(comments: CommentRing, events: EventRing, controls: StreamControls) {
    self.comments = comments
    self.events = events
    self.controls = controls
  }

  /// Takes comments that follow what is here.
  mutating func append(_ added: some Sequence<EncodedComment>, upto: Seq) {
    comments.append(added, upto: upto)
    cache.removeAll(keepingCapacity: true)
  }

  /// Takes events that follow what is here, and changes the comments that they touch.
  mutating func apply(_ added: [EncodedEvent], upto: ModSeq) {
    for event in added where event.modSeq > events.latest { _ = comments.apply(event.event) }
    events.append(added, upto: upto)
    cache.removeAll(keepingCapacity: true)
  }

  /// Takes events that the comments here already reflect.
  mutating func remember(_ past: [EncodedEvent], upto: ModSeq) {
    events.append(past, upto: upto)
    cache.removeAll(keepingCapacity: true)
  }
}

extension StreamView {
  /// A frame, and how far it covers.
  struct CutFrame: Sendable {
    var bytes: ByteBuffer
    /// The raw value of the position that it covers up to, on its own plane.
    var upto: Int64
  }

  private struct FrameKey: Hashable {
    var plane: Plane
    var after: Int64
    var upto: Int64
    var audience: Audience
  }

  /// The next frame of comments after `position`, up to `limit` or to the latest. The position must
  /// not lie below the ring's floor.
  mutating func commentFrame(
    after position: Seq, upto limit: Seq? = nil, for audience: Audience
  ) -> CutFrame {
    let end = min(limit ?? comments.latest, comments.latest)
    let audience = comments.sharedAudience(of: audience, after: position)
    let key = FrameKey(
      plane: .comments, after: position.rawValue, upto: end.rawValue, audience: audience)
    if let frame = cache[key] { return frame }
    var items: [ByteBuffer] = []
    var size = 0
    var upto = end
    for comment in comments.comments[comments.index(after: position)...] {
      guard comment.seq <= end else { break }
      if size >= Self.frameBytes { break }
      if let json = comment.json(for: audience) {
        items.append(json)
        size += json.readableBytes
      }
      // What follows may be cut off: then the frame covers up to here and no further.
      if size >= Self.frameBytes { upto = comment.seq }
    }
    let frame = CutFrame(
      bytes: FrameAssembly.comments(
        Coverage(after: position, upto: upto), latestModSeq: events.latest, comments: items),
      upto: upto.rawValue)
    remember(frame, as: key)
    return frame
  }

  /// The next frame of events after `position`, up to `limit` or to the latest. The position must
  /// not lie below the ring's floor.
  mutating func eventFrame(
    after position: ModSeq, upto limit: ModSeq? = nil, for audience: Audience
  ) -> CutFrame {
    let end = min(limit ?? events.latest, events.latest)
    let audience = events.sharedAudience(of: audience, after: position)
    let key = FrameKey(
      plane: .moderation, after: position.rawValue, upto: end.rawValue, audience: audience)
    if let frame = cache[key] { return frame }
    var items: [ByteBuffer] = []
    var size = 0
    var upto = end
    for event in events.events[events.index(after: position)...] {
      guard event.modSeq <= end, size < Self.frameBytes else { break }
      if let json = event.json(for: audience) {
        items.append(json)
        size += json.readableBytes
      }
      if size >= Self.frameBytes { upto = event.modSeq }
    }
    let frame = CutFrame(
      bytes: FrameAssembly.moderation(Coverage(after: position, upto: upto), events: items),
      upto: upto.rawValue)
    remember(frame, as: key)
    return frame
  }

  private mutating func remember(_ frame: CutFrame, as key: FrameKey) {
    if cache.count >= Self.cachedFrames { cache.removeAll(keepingCapacity: true) }
    cache[key] = frame
  }
}

extension StreamView {
  /// Whether the rings hold a range, and it is small enough to be sent in frames.
  func canSendInline(_ range: PlaneRange) -> Bool {
    switch range {
    case .comments(let range):
      range.after >= comments.floor
        && comments.index(after: range.upto) - comments.index(after: range.after)
          <= Limits.inlineComments
    case .moderation(let range): events.holds(after: range.after)
    }
  }

  /// A page of comments as it is sent, and what a long poll has to know of it.
  struct EncodedPage: Sendable {
    var body: ByteBuffer
    var isEmpty: Bool
    var coverage: Coverage<CommentPlane>
    var latestSeq: Seq
    var latestModSeq: ModSeq
  }

  /// The page that the ring can answer with; nil when it reaches below the ring's floor.
  func page(
    _ query: CommentQuery, of streamID: StreamID, epoch: Epoch, for audience: Audience
  ) -> EncodedPage? {
    var items: [ByteBuffer] = []
    let coverage: Coverage<CommentPlane>
    switch query {
    case .newest(let count, let limit):
      let end = min(limit ?? comments.latest, comments.latest)
      guard end >= comments.floor else { return nil }
      var index = comments.index(after: end)
      var oldest = end
      while index > 0, items.count < count {
        index -= 1
        guard let json = comments.comments[index].json(for: audience) else { continue }
        items.append(json)
        oldest = comments.comments[index].seq.advanced(by: -1)
      }
      // Whether anything older exists is the log's to say, unless the ring holds everything.
      guard items.count == count || comments.floor == .zero else { return nil }
      guard items.count == count else {
        items.reverse()
        coverage = Coverage(after: .zero, upto: end)
        break
      }
      let isOldest =
        comments.floor == .zero
        && !comments.comments[..<index].contains { $0.json(for: audience) != nil }
      items.reverse()
      coverage = Coverage(after: isOldest ? .zero : oldest, upto: end)
    case .forward(let after, let limit, let count):
      guard after >= comments.floor, after <= comments.latest else { return nil }
      var upto = min(limit ?? comments.latest, comments.latest)
      for comment in comments.comments[comments.index(after: after)...] {
        guard comment.seq <= upto else { break }
        guard let json = comment.json(for: audience) else { continue }
        items.append(json)
        if items.count == count {
          upto = comment.seq
          break
        }
      }
      coverage = Coverage(after: after, upto: upto)
    }
    return EncodedPage(
      body: FrameAssembly.page(
        of: streamID, epoch: epoch, coverage: coverage, latestSeq: comments.latest,
        latestModSeq: events.latest, comments: items),
      isEmpty: items.isEmpty, coverage: coverage, latestSeq: comments.latest,
      latestModSeq: events.latest)
  }

  /// The first comment after `position` that `audience` sees; nil when there is none.
  func hasComment(after position: Seq, for audience: Audience) -> Bool {
    comments.comments[comments.index(after: position)...].contains {
      $0.json(for: audience) != nil
    }
  }
}
