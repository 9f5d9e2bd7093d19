public import LiveComments

/// The client's copy of a stream: takes whatever the network brings, in whatever order, and keeps
/// the timeline that the server's log defines (design §6).
///
/// Moderation wins: what the ledger says about a comment stands against every copy of it. Pure:
/// time is passed in, requests come out as actions, and any run can be replayed.
public struct Feed: Sendable {
  /// The incarnation of the log that the positions belong to; nil before the first join.
  public internal(set) var epoch: Epoch?
  /// Everything in `(floor, lastSeenSeq]` that may be shown is in the timeline.
  public internal(set) var timeline = Timeline()
  /// The position before the oldest comment that the timeline accounts for.
  public internal(set) var floor = Seq.zero
  public internal(set) var ledger: Ledger
  public internal(set) var counters = FeedCounters()
  /// Whether positions are known: a feed that is not joined keeps what arrives for its join.
  public internal(set) var isJoined = false
  /// Whether there is a connection to ask on, which brings every event from `lastModSeq` on: from
  /// `welcome` to `disconnect`.
  public internal(set) var isConnected = false
  /// A batch or page that reflects less moderation than this is dropped: it may hold what was
  /// retracted before the feed began to know.
  public internal(set) var baseModSeq = ModSeq.zero
  /// Whether the reader sees every state; nil until the server has said who it is.
  public internal(set) var moderates: Bool?
  /// Who the reader is; nil without a token.
  public internal(set) var me: UserID?
  public let limits: FeedLimits

  var comments = PlaneProgress<CommentPlane>()
  var moderation = PlaneProgress<ModerationPlane>()
  var commentBuffer: ReorderBuffer<CommentPlane, CommentDelivery>
  var moderationBuffer: ReorderBuffer<ModerationPlane, Void>
  var window: DedupeWindow<CommentID>
  var eventWindow: DedupeWindow<ModerationID>
  var early: EarlyComments
  var pinBoard = PinBoard()
  /// Up to here the join page accounts for every comment.
  var joinSeq = Seq.zero
  /// How much of the newest comments was sampled out, since the level last changed.
  public internal(set) var sampling = SampledShare()
  /// What sampling may have left holes in, since the join.
  var sampled: Coverage<CommentPlane>?
  /// The newest event that brought a comment to where the feed had been already: no other copy of
  /// it may come, so what begins anew, or reaches below the floor, must reflect it.
  var shownModSeq = ModSeq.zero
  var generator: SeededGenerator

  /// `seed` decides the jitter of retries.
  public init(limits: FeedLimits = FeedLimits(), seed: UInt64) {
    self.limits = limits
    ledger = Feed.ledger(limits)
    commentBuffer = ReorderBuffer(entries: limits.reorderBatches, weight: limits.reorderComments)
    moderationBuffer = ReorderBuffer(entries: limits.reorderBatches, weight: .max)
    window = DedupeWindow(limit: limits.dedupeWindow)
    eventWindow = DedupeWindow(limit: limits.dedupeWindow)
    early = EarlyComments(limit: limits.earlyComments)
    generator = SeededGenerator(seed: seed)
  }

  static func ledger(_ limits: FeedLimits) -> Ledger {
    var ledgerLimits = LedgerLimits()
    ledgerLimits.comments = limits.ledgerEntries
    ledgerLimits.sweepSlack = limits.ledgerSlack
    return Ledger(limits: ledgerLimits)
  }
}

extension Feed {
  /// Everything up to here has been accounted for; 0 before the first join.
  public var lastSeenSeq: Seq { comments.position }
  /// Every moderation event up to here has been applied, or is reflected by the join page.
  public var lastModSeq: ModSeq { moderation.position }
  /// A batch or page that reaches to or below the horizon must reflect this much moderation.
  public var horizonModSeq: ModSeq { ledger.horizonModSeq }
  /// What is pinned now and may be shown, the newest pin first; at most three.
  public var pins: [Comment] { pinBoard.shown }

  /// Where to resume from; nil when the feed has not joined.
  public var resumePoint: ResumePoint? {
    guard isJoined, let epoch else { return nil }
    return ResumePoint(epoch: epoch, lastSeenSeq: lastSeenSeq, lastModSeq: lastModSeq)
  }

  /// Batches that wait for a gap to close, of both planes.
  public var bufferedBatches: Int { commentBuffer.count + moderationBuffer.count }

  /// Whether everything that the server is known to have is accounted for, on both planes.
  public var isCaughtUp: Bool {
    isJoined && comments.position >= comments.announced
      && moderation.position >= moderation.announced
  }
}

extension Feed {
  /// Takes a frame. Frames that say nothing about the feed are ignored.
  public mutating func receive(_ frame: ServerFrame, at now: Instant) -> [FeedAction] {
    var actions: [FeedAction] = []
    switch frame {
    case .comments(let batch):
      take(CommentDelivery(batch), at: now, &actions)
    case .moderation(let batch):
      take(batch.coverage, batch.events, at: now, &actions)
    case .heartbeat(let heartbeat):
      comments.announce(heartbeat.latestSeq)
      moderation.announce(heartbeat.latestModSeq)
    case .welcome(let welcome):
      greet(welcome, at: now, &actions)
    case .historyRequired(.comments(let range)):
      comments.demand(upTo: range.upto, by: .history, at: now)
    case .historyRequired(.moderation(let range)):
      moderation.demand(upTo: range.upto, by: .history, at: now)
    case .reactions, .status, .ack, .error, .reconnect, .unknown:
      return []
    }
    poll(at: now, &actions)
    return actions
  }

  /// Takes a page that was fetched to catch up. When it does not reach as far as was asked, the
  /// rest is asked for at once.
  public mutating func receive(_ page: CommentPage, at now: Instant) -> [FeedAction] {
    guard page.epoch == epoch else { return [] }
    var actions: [FeedAction] = []
    let before = comments.position
    take(CommentDelivery(page), at: now, &actions)
    if comments.position > before { comments.continueHistory(at: now) }
    poll(at: now, &actions)
    return actions
  }

  /// Takes a page of events that was fetched to catch up; likewise.
  public mutating func receive(_ page: EventPage, at now: Instant) -> [FeedAction] {
    guard page.epoch == epoch else { return [] }
    var actions: [FeedAction] = []
    let before = moderation.position
    take(page.coverage, page.events, at: now, &actions)
    if moderation.position > before { moderation.continueHistory(at: now) }
    poll(at: now, &actions)
    return actions
  }

  /// The page that was asked for on this plane did not come: it is asked for again later.
  public mutating func requestFailed(_ plane: Plane, at now: Instant) {
    switch plane {
    case .comments: comments.fail(at: now, using: &generator)
    case .moderation: moderation.fail(at: now, using: &generator)
    }
  }

  /// Acts on deadlines that have passed.
  public mutating func tick(at now: Instant) -> [FeedAction] {
    var actions: [FeedAction] = []
    poll(at: now, &actions)
    return actions
  }

  /// When `tick` has something to do.
  public var nextDeadline: Instant? {
    guard isConnected else { return nil }
    return [isJoined ? comments.nextDeadline : nil, moderation.nextDeadline].compactMap(\.self)
      .min()
  }

  /// The connection is gone: nothing is asked for until the next `welcome`.
  public mutating func disconnect() {
    isConnected = false
    comments.settle()
    moderation.settle()
  }

  /// Says who the reader is: nil without a token. A viewer keeps nothing that only moderators, or
  /// the authors of held comments, see.
  public mutating func identify(as user: User?) -> [FeedAction] {
    let isModerator = user?.role.moderates ?? false
    moderates = isModerator
    me = user?.userID
    let hidden = timeline.removeAll(in: 0..<timeline.count) {
      !$0.isShown(to: user?.userID, moderates: isModerator)
    }
    return hidden.isEmpty ? [] : [.retracted(hidden)]
  }

  private mutating func greet(
    _ welcome: ServerFrame.Welcome, at now: Instant, _ actions: inout [FeedAction]
  ) {
    if welcome.resume == .fresh, epoch == nil {
      epoch = welcome.epoch
      beginModeration(at: welcome.latestModSeq, now: now)
      start(at: welcome.latestSeq)
    } else if welcome.resume == .reset {
      beginModeration(at: welcome.latestModSeq, now: now)
    }
    pinBoard.list(welcome.state.pins, at: welcome.latestModSeq)
    refreshPins(&actions)
    comments.announce(welcome.latestSeq)
    moderation.announce(welcome.latestModSeq)
    isConnected = true
    moderation.expect(upTo: welcome.latestModSeq, by: .inline, at: now)
    guard isJoined else { return }
    if welcome.resume == .history {
      comments.demand(upTo: welcome.latestSeq, by: .history, at: now)
    } else {
      comments.expect(upTo: welcome.latestSeq, by: .inline, at: now)
    }
  }

  /// Looks for gaps on both planes and asks for what has been missing for long enough.
  private mutating func poll(at now: Instant, _ actions: inout [FeedAction]) {
    guard isConnected else { return }
    let events = moderation.poll(
      target: moderationBuffer.firstAfter ?? moderation.announced, at: now, using: &generator)
    if events.isNewGap { counters.gaps += 1 }
    if let request = events.request {
      counters.catchUps += 1
      actions.append(.catchUp(.moderation(request.range), by: request.route))
    }
    guard isJoined else { return }
    let missing = comments.poll(
      target: commentBuffer.firstAfter ?? comments.announced, at: now, using: &generator)
    if missing.isNewGap { counters.gaps += 1 }
    if let request = missing.request {
      counters.catchUps += 1
      actions.append(.catchUp(.comments(request.range), by: request.route))
    }
  }
}
