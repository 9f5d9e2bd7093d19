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
  /// Changed by `control`.
  private(set) var controls: StreamControls
  /// What is left out of viewers' frames.
  private(set) var sampling: Sampling
  private let table: DegradationTable
  /// The newest totals.
  var reactions: EncodedReactions?
  /// Frames already cut; void as soon as anything changes.
  var cache: [FrameKey: CutFrame] = [:]
  /// From where on everything can go out in frames, by audience; void as `cache` is.
  var inlineFloors: [Audience: Seq] = [:]

  /// Bytes of a frame's comments or events: a frame ends at the first that goes beyond.
  static let frameBytes = 256 * 1_024
  /// Frames kept at most; more distinct positions than this at one moment start the cache anew.
  private static let cachedFrames = 64

  init(
    comments: CommentRing, events: EventRing, controls: StreamControls,
    table: DegradationTable = .standard
  ) {
    self.comments = comments
    self.events = events
    self.controls = controls
    self.table = table
    sampling = Sampling(controls, under: table)
  }

  /// Takes controls that are newer than what is here.
  mutating func control(by controls: StreamControls) {
    self.controls = controls
    sampling = Sampling(controls, under: table)
    changed()
  }

  /// Takes comments that follow what is here.
  mutating func append(_ added: some Sequence<EncodedComment>, upto: Seq) {
    comments.append(added, upto: upto)
    changed()
  }

  /// Takes events that follow what is here, and changes the comments that they touch.
  mutating func apply(_ added: [EncodedEvent], upto: ModSeq) {
    for event in added where event.modSeq > events.latest {
      _ = comments.apply(event.event)
      events.apply(event.event)
    }
    events.append(added, upto: upto)
    changed()
  }

  /// Takes events that the comments here already reflect.
  mutating func remember(_ past: [EncodedEvent], upto: ModSeq) {
    events.append(past, upto: upto)
    changed()
  }

  private mutating func changed() {
    cache.removeAll(keepingCapacity: true)
    inlineFloors.removeAll(keepingCapacity: true)
  }
}

extension StreamView {
  /// A frame, and how far it covers.
  struct CutFrame: Sendable {
    var bytes: ByteBuffer
    /// The raw value of the position that it covers up to, on its own plane.
    var upto: Int64
  }

  struct FrameKey: Hashable {
    var plane: Plane
    var after: Int64
    var upto: Int64
    var audience: Audience
    /// The position on the other plane, which a server-sent event names too.
    var other: Int64?
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
    let isSampled = isSampled(for: audience)
    var sampledOut = 0
    var items: [ByteBuffer] = []
    var size = 0
    var upto = end
    for comment in comments.comments[comments.index(after: position)...] {
      guard comment.seq <= end else { break }
      if size >= Self.frameBytes { break }
      if let json = comment.json(for: audience) {
        if isSampled, !sampling.keeps(comment.comment) {
          sampledOut += 1
        } else {
          items.append(json)
          size += json.readableBytes
        }
      }
      // What follows may be cut off: then the frame covers up to here and no further.
      if size >= Self.frameBytes { upto = comment.seq }
    }
    let frame = CutFrame(
      bytes: FrameAssembly.comments(
        Coverage(after: position, upto: upto), latestModSeq: events.latest, comments: items,
        sampledOut: sampledOut),
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

  mutating func remember(_ frame: CutFrame, as key: FrameKey) {
    if cache.count >= Self.cachedFrames { cache.removeAll(keepingCapacity: true) }
    cache[key] = frame
  }
}

extension StreamView {
  /// Whether `audience` sees a comment after `position`.
  func hasComment(after position: Seq, for audience: Audience) -> Bool {
    comments.comments[comments.index(after: position)...].contains {
      $0.isVisible(to: audience)
    }
  }
}
