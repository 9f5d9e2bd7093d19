import LiveComments
import NIOCore
import ServerCore

/// Pages already encoded: in a storm a thousand viewers ask for the same one, and share one copy.
///
/// Void as soon as a position moves: a page says what is the latest on both planes. Bounded in count
/// and bytes; the oldest goes first.
struct PageCache<Query: Hashable & Sendable, Plane>: Sendable {
  struct Key: Hashable, Sendable {
    var query: Query
    var audience: Audience
  }

  private var pages: [Key: EncodedPage<Plane>] = [:]
  /// Oldest first.
  private var order: [Key] = []
  private var byteCount = 0
  /// Where the stream stood when the pages here were encoded.
  private var latest: (Seq, ModSeq) = (.zero, .zero)

  /// A storm asks for a handful: for the last comments, and for what came since a moment ago.
  static var maximumCount: Int { 16 }
  static var maximumBytes: Int { 1 << 20 }

  var count: Int { pages.count }

  /// The page that was encoded when the stream stood where it stands.
  func page(_ key: Key, at latest: (Seq, ModSeq)) -> EncodedPage<Plane>? {
    self.latest == latest ? pages[key] : nil
  }

  mutating func keep(_ page: EncodedPage<Plane>, as key: Key) {
    let now = (page.latestSeq, page.latestModSeq)
    if latest != now { removeAll() }
    latest = now
    let size = page.body.readableBytes
    guard size <= Self.maximumBytes, pages[key] == nil else { return }
    while pages.count >= Self.maximumCount || byteCount + size > Self.maximumBytes {
      byteCount -= pages.removeValue(forKey: order.removeFirst())?.body.readableBytes ?? 0
    }
    pages[key] = page
    order.append(key)
    byteCount += size
  }

  mutating func removeAll() {
    pages.removeAll(keepingCapacity: true)
    order.removeAll(keepingCapacity: true)
    byteCount = 0
  }
}

/// The pages of one stream.
struct StreamPages {
  private var comments = PageCache<CommentQuery, CommentPlane>()
  private var events = PageCache<EventQuery, ModerationPlane>()

  /// The page that the ring of `view` can answer with; nil when the log has to be read.
  mutating func page(
    _ query: CommentQuery, of streamID: StreamID, epoch: Epoch, in view: StreamView,
    for audience: Audience
  ) -> EncodedPage<CommentPlane>? {
    let ring = view.comments
    let key = PageCache<CommentQuery, CommentPlane>.Key(
      query: query, audience: ring.sharedAudience(of: audience, after: ring.floor))
    if let page = comments.page(key, at: (ring.latest, view.events.latest)) { return page }
    guard let page = view.page(query, of: streamID, epoch: epoch, for: key.audience) else {
      return nil
    }
    comments.keep(page, as: key)
    return page
  }

  /// The page of events that the ring of `view` can answer with; nil when the log has to be read.
  mutating func page(
    _ query: EventQuery, of streamID: StreamID, epoch: Epoch, in view: StreamView,
    for audience: Audience
  ) -> EncodedPage<ModerationPlane>? {
    guard view.events.holds(after: query.after) else { return nil }
    let key = PageCache<EventQuery, ModerationPlane>.Key(
      query: query, audience: view.events.sharedAudience(of: audience, after: query.after))
    let latest = (view.comments.latest, view.events.latest)
    if let page = events.page(key, at: latest) { return page }
    guard let page = view.page(query, of: streamID, epoch: epoch, for: key.audience) else {
      return nil
    }
    events.keep(page, as: key)
    return page
  }
}
