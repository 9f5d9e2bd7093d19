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

  /// The page of `found`: what the reader may see of the query's range, nearest first (descending
  /// for `newest`), one comment more than asked for when there are more.
  public func page(
    of query: CommentQuery, in range: Coverage<CommentPlane>, found: [Comment]
  ) -> CommentPage {
    let isCut = found.count > query.count
    var comments = Array(found.prefix(query.count))
    var covered = range
    switch query {
    case .newest:
      comments.reverse()
      let beforeOldest = comments.first.map { $0.seq.advanced(by: -1) }
      covered.after = isCut ? beforeOldest ?? range.upto : .zero
    case .forward:
      if isCut { covered.upto = comments.last?.seq ?? range.after }
    }
    return CommentPage(
      streamID: streamID, epoch: epoch, after: covered.after, upto: covered.upto,
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

extension EventQuery {
  /// How many events the page may hold: what was asked for, within 1 to `Limits.pageComments`.
  public var count: Int { min(max(limit, 1), Limits.pageComments) }
}
