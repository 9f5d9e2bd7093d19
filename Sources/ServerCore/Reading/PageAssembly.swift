public import LiveComments

/// Where one stream's log stands when a page is cut from it: the same rules for every source of
/// pages (design §5.2).
public struct PageFrame: Sendable, Hashable {
  public var streamID: StreamID
  public var epoch: Epoch
  public var latestSeq: Seq
  public var latestModSeq: ModSeq
  /// The log no longer holds what lies at or below these.
  public var trimmedSeq: Seq
  public var trimmedModSeq: ModSeq

  public init(
    streamID: StreamID, epoch: Epoch, latestSeq: Seq, latestModSeq: ModSeq,
    trimmedSeq: Seq = .zero, trimmedModSeq: ModSeq = .zero
  ) {
    self.streamID = streamID
    self.epoch = epoch
    self.latestSeq = latestSeq
    self.latestModSeq = latestModSeq
    self.trimmedSeq = trimmedSeq
    self.trimmedModSeq = trimmedModSeq
  }

  /// Throws `reset` when a reader's epoch is another than the log's.
  public func check(epoch: Epoch?) throws(Problem) {
    guard let epoch, epoch != self.epoch else { return }
    throw Self.reset(.epoch)
  }

  /// The positions among which a query looks for comments. Throws `reset` or `invalid`.
  public func range(of query: CommentQuery) throws(Problem) -> Coverage<CommentPlane> {
    switch query {
    case .newest(_, let upto):
      let upto = min(upto ?? latestSeq, latestSeq)
      guard upto >= trimmedSeq else { throw Self.reset(.trimmed) }
      return Coverage(after: trimmedSeq, upto: upto)
    case .forward(let after, let upto, _):
      return try Self.range(
        after: after, upto: upto, latest: latestSeq, trimmed: trimmedSeq)
    }
  }

  /// The positions among which a query looks for events. Throws `reset` or `invalid`.
  public func range(of query: EventQuery) throws(Problem) -> Coverage<ModerationPlane> {
    try Self.range(
      after: query.after, upto: query.upto, latest: latestModSeq, trimmed: trimmedModSeq)
  }

  private static func range<Plane>(
    after: Position<Plane>, upto: Position<Plane>?, latest: Position<Plane>,
    trimmed: Position<Plane>
  ) throws(Problem) -> Coverage<Plane> {
    guard after <= latest else { throw reset(.future) }
    guard after >= trimmed else { throw reset(.trimmed) }
    if let upto, upto < after {
      throw Problem(
        .invalid, "upto (\(upto)) lies before after (\(after)): send one that does not",
        field: "upto")
    }
    return Coverage(after: after, upto: min(upto ?? latest, latest))
  }

  private static func reset(_ reason: ResetReason) -> Problem {
    let detail =
      switch reason {
      case .epoch: "the positions belong to another log: join afresh"
      case .trimmed: "the log no longer holds what follows that position: join afresh"
      case .future: "the log has not come as far as that position: join afresh"
      }
    return Problem(.reset, detail, reason: reason)
  }

  /// What a page accounts for that looked in `range` and found `found`: the positions of what the
  /// reader may see, nearest first (descending for `newest`), one more than asked for when there are
  /// more.
  public func coverage(
    of query: CommentQuery, in range: Coverage<CommentPlane>,
    found: some BidirectionalCollection<Seq>
  ) -> Coverage<CommentPlane> {
    let isCut = found.count > query.count
    let last = found.prefix(query.count).last
    switch query {
    case .newest:
      // Just before the oldest, so that `upto=after` is the next page back; 0 when that is empty.
      let beforeOldest = last?.advanced(by: -1) ?? range.upto
      return Coverage(after: isCut ? beforeOldest : .zero, upto: range.upto)
    case .forward:
      return Coverage(after: range.after, upto: isCut ? last ?? range.after : range.upto)
    }
  }

  /// The page of `found`: what the reader may see of the query's range, in the order and number that
  /// `coverage(of:in:found:)` asks for.
  public func page(
    of query: CommentQuery, in range: Coverage<CommentPlane>, found: [Comment]
  ) -> CommentPage {
    let coverage = coverage(of: query, in: range, found: found.lazy.map(\.seq))
    var comments = Array(found.prefix(query.count))
    if query.isBackwards { comments.reverse() }
    return CommentPage(
      streamID: streamID, epoch: epoch, after: coverage.after, upto: coverage.upto,
      latestSeq: latestSeq, latestModSeq: latestModSeq, comments: comments)
  }

  /// The page of `found`: the events of the range that the reader may see, ascending; `isCut` when
  /// there are more.
  public func page(
    in range: Coverage<ModerationPlane>, found: [ModerationEvent], isCut: Bool
  ) -> EventPage {
    let last = found.last?.modSeq ?? range.after
    return EventPage(
      streamID: streamID, epoch: epoch, after: range.after, upto: isCut ? last : range.upto,
      latestSeq: latestSeq, latestModSeq: latestModSeq, events: found)
  }
}

extension CommentQuery {
  /// How many comments the page may hold: what was asked for, within 1 to `Limits.pageComments`.
  public var count: Int {
    switch self {
    case .newest(let count, _), .forward(_, _, let count):
      min(max(count, 1), Limits.pageComments)
    }
  }
}

extension CommentQuery {
  /// Whether it looks from the newest to older ones.
  public var isBackwards: Bool {
    switch self {
    case .newest: true
    case .forward: false
    }
  }
}

extension EventQuery {
  /// How many events the page may hold: what was asked for, within 1 to `Limits.pageComments`.
  public var count: Int { min(max(limit, 1), Limits.pageComments) }
}
