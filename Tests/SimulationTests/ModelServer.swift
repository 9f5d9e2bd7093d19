import LiveComments

/// A server by the contract of design §5.2 and §5.3, with one connection at a time.
///
/// It may be one of several nodes: its pages, and within the rules its batches, may lag behind the
/// log in what moderation they reflect, and say so by `latest_mod_seq`.
struct ModelServer {
  struct Connection {
    let number: Int
    var flushedSeq = Seq.zero
    var flushedModSeq = ModSeq.zero
    /// What the node knew when it took the connection, at least.
    var knownModSeq = ModSeq.zero
    var isGreeted = false
  }

  static let inlineLimit = 6
  static let pageLimit = 8

  var log: ModelLog
  let audience: Audience
  var connection: Connection?
  /// One in so many comments is sent in frames; nil: all.
  var sampling: Int?
  /// Whether some answers come from a node that lags.
  var lags: Bool
  /// What frames left out by sampling.
  private(set) var sampledOut: Set<CommentID> = []
  private(set) var pageStarts: Set<Seq> = [.zero]

  init(log: ModelLog, audience: Audience, lags: Bool) {
    self.log = log
    self.audience = audience
    self.lags = lags
  }
}

extension ModelServer {
  /// `?last=K[&upto=M]`
  mutating func page(
    last: Int, upto: Seq? = nil, using generator: inout SeededGenerator
  ) -> CommentPage {
    let modSeq = pageModSeq(using: &generator)
    let upto = min(upto ?? .highest, log.latestSeq)
    var comments: [Comment] = []
    var index = log.entries.count
    while index > 0, comments.count < last {
      index -= 1
      guard log.entries[index].comment.seq <= upto else { continue }
      if let copy = audience.copy(of: log.entries[index], at: modSeq) { comments.append(copy) }
    }
    let isWhole =
      !log.entries[..<index].contains { audience.copy(of: $0, at: modSeq) != nil }
    let after =
      isWhole ? Seq.zero : comments.last.map { $0.seq.advanced(by: -1) } ?? .zero
    pageStarts.insert(after)
    return CommentPage(
      streamID: log.streamID, epoch: log.epoch, after: after, upto: upto,
      latestSeq: log.latestSeq, latestModSeq: modSeq, comments: comments.reversed())
  }

  /// `?after=N[&upto=M]`
  mutating func page(
    _ range: Coverage<CommentPlane>, using generator: inout SeededGenerator
  ) -> CommentPage {
    let modSeq = pageModSeq(using: &generator)
    var comments: [Comment] = []
    var upto = min(range.upto, log.latestSeq)
    for entry in log.entries where range.after < entry.comment.seq && entry.comment.seq <= upto {
      guard let copy = audience.copy(of: entry, at: modSeq) else { continue }
      comments.append(copy)
      if comments.count == Self.pageLimit {
        upto = copy.seq
        break
      }
    }
    return CommentPage(
      streamID: log.streamID, epoch: log.epoch, after: range.after, upto: upto,
      latestSeq: log.latestSeq, latestModSeq: modSeq, comments: comments)
  }

  func events(_ range: Coverage<ModerationPlane>) -> EventPage {
    var upto = min(range.upto, log.latestModSeq)
    let inside = log.events.filter { range.after < $0.modSeq && $0.modSeq <= upto }
    if inside.count > Self.pageLimit { upto = inside[Self.pageLimit - 1].modSeq }
    return EventPage(
      streamID: log.streamID, epoch: log.epoch, after: range.after, upto: upto,
      latestSeq: log.latestSeq, latestModSeq: log.latestModSeq,
      events: inside.filter { $0.modSeq <= upto }.compactMap { audience.copy(of: $0, in: log) })
  }

  private func pageModSeq(using generator: inout SeededGenerator) -> ModSeq {
    guard lags, Int.random(in: 0..<4, using: &generator) == 0,
      let event = log.events.randomElement(using: &generator)
    else { return log.latestModSeq }
    return event.modSeq
  }
}

extension ModelServer {
  func comments(
    _ range: Coverage<CommentPlane>, knownModSeq: ModSeq, using generator: inout SeededGenerator
  ) -> (ServerFrame.CommentBatch, left: [CommentID]) {
    var modSeq = log.latestModSeq
    if lags, Int.random(in: 0..<4, using: &generator) == 0 {
      modSeq =
        log.events.filter { $0.modSeq >= knownModSeq }.randomElement(using: &generator)?.modSeq
        ?? modSeq
    }
    var comments: [Comment] = []
    var left: [CommentID] = []
    for entry in log.entries where range.contains(entry.comment.seq) {
      guard let copy = audience.copy(of: entry, at: modSeq) else { continue }
      if isSampledOut(copy) {
        left.append(copy.commentID)
      } else {
        comments.append(copy)
      }
    }
    return (
      ServerFrame.CommentBatch(
        after: range.after, upto: range.upto, latestModSeq: modSeq, comments: comments,
        sampledOut: left.isEmpty ? nil : left.count), left
    )
  }

  private func isSampledOut(_ comment: Comment) -> Bool {
    guard let sampling, !audience.moderates, !comment.role.moderates,
      !log.pinned.contains(comment.commentID)
    else { return false }
    return comment.createdAt.milliseconds % Int64(sampling) != 0
  }

  private mutating func send(
    _ range: Coverage<CommentPlane>, using generator: inout SeededGenerator
  ) -> ServerFrame {
    let (batch, left) = comments(
      range, knownModSeq: connection?.knownModSeq ?? .zero, using: &generator)
    sampledOut.formUnion(left)
    return .comments(batch)
  }

  private func send(_ range: Coverage<ModerationPlane>) -> ServerFrame {
    .moderation(
      .init(
        after: range.after, upto: range.upto,
        events: log.events.filter { range.contains($0.modSeq) }
          .compactMap { audience.copy(of: $0, in: log) }))
  }

  /// What has come since the last flush: moderation first.
  mutating func flush(using generator: inout SeededGenerator) -> [ServerFrame] {
    guard let connection, connection.isGreeted else { return [] }
    var frames: [ServerFrame] = []
    if connection.flushedModSeq < log.latestModSeq {
      frames.append(send(Coverage(after: connection.flushedModSeq, upto: log.latestModSeq)))
      self.connection?.flushedModSeq = log.latestModSeq
    }
    if connection.flushedSeq < log.latestSeq {
      frames.append(
        send(Coverage(after: connection.flushedSeq, upto: log.latestSeq), using: &generator))
      self.connection?.flushedSeq = log.latestSeq
    }
    return frames
  }

  var heartbeat: ServerFrame? {
    guard let connection, connection.isGreeted else { return nil }
    return .heartbeat(
      .init(
        at: Timestamp(milliseconds: 0), latestSeq: connection.flushedSeq,
        latestModSeq: connection.flushedModSeq))
  }

  var status: ServerFrame {
    .status(
      .init(
        level: .normal, slowModeSeconds: log.slowModeSeconds, locked: log.locked, viewers: 1,
        commentsPerSecond: 0, latestModSeq: log.latestModSeq))
  }

  /// Answers `hello`.
  mutating func greet(
    _ hello: ClientFrame.Hello, using generator: inout SeededGenerator
  ) -> [ServerFrame] {
    guard connection != nil else { return [] }
    var resume = ServerFrame.Resume.inline
    var reason: ResetReason?
    if let point = hello.resume {
      reason =
        point.epoch != log.epoch
        ? .epoch
        : point.lastSeenSeq > log.latestSeq || point.lastModSeq > log.latestModSeq
          ? .future : point.lastSeenSeq < log.trimmedSeq ? .trimmed : nil
      if reason != nil {
        resume = .reset
      } else if log.entries.count(where: { $0.comment.seq > point.lastSeenSeq })
        > Self.inlineLimit
      {
        resume = .history
      }
      connection?.knownModSeq = reason == nil ? point.lastModSeq : .zero
    } else {
      resume = .fresh
    }
    connection?.isGreeted = true
    connection?.flushedSeq = log.latestSeq
    connection?.flushedModSeq = log.latestModSeq
    var frames = [ServerFrame.welcome(welcome(resume, reason))]
    if let point = hello.resume, resume != .reset {
      frames += answer(.moderation(.init(after: point.lastModSeq, upto: log.latestModSeq)))
      if resume == .inline, point.lastSeenSeq < log.latestSeq {
        frames.append(
          send(Coverage(after: point.lastSeenSeq, upto: log.latestSeq), using: &generator))
      }
    }
    return frames
  }

  private func welcome(
    _ resume: ServerFrame.Resume, _ reason: ResetReason?
  ) -> ServerFrame.Welcome {
    ServerFrame.Welcome(
      streamID: log.streamID, epoch: log.epoch, connectionID: "c", you: audience.user,
      latestSeq: log.latestSeq, latestModSeq: log.latestModSeq, heartbeatMilliseconds: 2_000,
      resume: resume, reason: reason,
      state: .init(
        level: .normal, slowModeSeconds: log.slowModeSeconds, locked: log.locked, viewers: 1,
        pins: log.pinned.reversed().compactMap { id in
          log[id].flatMap { audience.copy(of: $0, at: .highest) }
        }, reactions: [:]))
  }

  private func answer(_ range: PlaneRange) -> [ServerFrame] {
    guard case .moderation(let range) = range, !range.isEmpty else { return [] }
    let count = log.events.count { range.contains($0.modSeq) }
    return count > Self.inlineLimit ? [.historyRequired(.moderation(range))] : [send(range)]
  }

  /// Answers `catch_up`; nil: the position is void.
  mutating func answer(
    _ request: ClientFrame.CatchUp, using generator: inout SeededGenerator
  ) -> [ServerFrame]? {
    switch request.range {
    case .comments(let range):
      let range = Coverage(after: range.after, upto: min(range.upto, log.latestSeq))
      guard range.after >= log.trimmedSeq, range.after <= log.latestSeq else { return nil }
      guard !range.isEmpty else { return [] }
      guard log.entries.count(where: { range.contains($0.comment.seq) }) <= Self.inlineLimit else {
        return [.historyRequired(.comments(range))]
      }
      return [send(range, using: &generator)]
    case .moderation(let range):
      guard range.after <= log.latestModSeq else { return nil }
      return answer(.moderation(.init(after: range.after, upto: min(range.upto, log.latestModSeq))))
    }
  }
}
