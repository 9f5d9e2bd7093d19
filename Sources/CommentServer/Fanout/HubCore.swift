import DequeModule
import LiveComments
import ServerCore

/// What a hub knows, without threads, clocks or sockets: publications in, messages out.
struct HubCore {
  let streamID: StreamID
  let epoch: Epoch
  private let limits: FanoutLimits
  let table: DegradationTable
  /// Nil until the log has been read.
  private var policy: DegradationPolicy?
  /// As new as the log.
  private(set) var view: StreamView
  /// Of `view`; never told to the loops, which answer no requests.
  private var pages = StreamPages()
  /// What the loops have been told.
  private(set) var flushed: Seq = .zero
  private(set) var pace = FlushPace()
  private var rate = RateMeter()
  private(set) var status = StreamStatus()
  private var cpuSinceFlush: Int64 = 0

  /// Comments that wait for a flush at most: more are flushed at once, long before the ring, which
  /// is larger, could lose one.
  private static let pendingComments = 512

  /// How long the stream stays in memory when nobody uses it.
  var idle: Duration { limits.idle }

  /// How many long polls may wait.
  var longPolls: Int { limits.longPolls }

  init(streamID: StreamID, epoch: Epoch, limits: FanoutLimits, table: DegradationTable) {
    self.streamID = streamID
    self.epoch = epoch
    self.limits = limits
    self.table = table
    view = Self.view(
      seq: .zero, modSeq: .zero, controls: StreamControls(), limits: limits, table: table)
  }

  private static func view(
    seq: Seq, modSeq: ModSeq, controls: StreamControls, limits: FanoutLimits,
    table: DegradationTable
  ) -> StreamView {
    StreamView(
      comments: CommentRing(
        at: seq, maximumCount: max(limits.ringComments, 2 * pendingComments),
        maximumBytes: limits.ringBytes),
      events: EventRing(
        at: modSeq, maximumCount: limits.ringEvents, maximumBytes: limits.ringEventBytes),
      controls: controls, table: table)
  }

  /// Begins where the log stands: a page of the newest comments as moderators see them, the events
  /// before its `latest_mod_seq`, and controls that are at least as old as both.
  mutating func open(
    with page: CommentPage, events: EventPage?, summary: StreamSummary, at now: Instant
  ) {
    let modFloor = events?.after ?? page.latestModSeq
    pages = StreamPages()
    view = Self.view(
      seq: page.after, modSeq: modFloor, controls: summary.controls, limits: limits,
      table: table)
    view.append(page.comments.map { EncodedComment($0) }, upto: page.latestSeq)
    if let events {
      // The page reflects these events: they only fill the ring.
      view.remember(
        events.events.map {
          EncodedEvent(PublishedEvent(event: $0, receivedAt: Instant(microseconds: 0)))
        },
        upto: page.latestModSeq)
    }
    flushed = view.comments.latest
    status.follow(summary.controls, under: table)
    for event in events?.events ?? [] { explain(by: event) }
    policy = DegradationPolicy(table, resuming: summary.controls.automaticLevel, at: now)
  }
}

extension HubCore {
  /// What a publication asks for.
  struct Reception {
    /// To be told to the loops now.
    var messages: [HubMessage] = []
    /// Comments wait for a flush.
    var needsFlush = false
    /// They must not wait.
    var isUrgent = false
    /// The publication does not follow what is here: begin anew.
    var isBroken = false
  }

  mutating func receive(_ publication: Publication, at now: Instant) -> Reception {
    var reception = Reception()
    guard publication.coverage.after <= view.comments.latest || publication.coverage.isEmpty,
      publication.moderationCoverage.after <= view.events.latest
        || publication.moderationCoverage.isEmpty
    else {
      reception.isBroken = true
      return reception
    }
    if !publication.moderationCoverage.isEmpty,
      publication.moderationCoverage.upto > view.events.latest
    {
      reception.messages = moderate(with: publication)
    }
    if !publication.coverage.isEmpty, publication.coverage.upto > view.comments.latest {
      rate.add(publication.comments.count, at: now)
      view.append(
        publication.comments.lazy.map { EncodedComment($0) },
        upto: publication.coverage.upto)
      reception.needsFlush = true
      reception.isUrgent = pending >= Self.pendingComments
    }
    return reception
  }

  private mutating func moderate(with publication: Publication) -> [HubMessage] {
    let known = view.events.latest
    let events = publication.events.filter { $0.event.modSeq > known }.map(EncodedEvent.init)
    view.apply(events, upto: publication.moderationCoverage.upto)
    var messages: [HubMessage] = [
      .moderation(
        events, upto: publication.moderationCoverage.upto, controls: publication.controls)
    ]
    if let controls = publication.controls {
      view.control(by: controls)
      let before = status
      status.follow(controls, under: table)
      for event in events { explain(by: event.event) }
      if status != before { messages.append(.status(status)) }
    }
    return messages
  }

  /// The level's reason is that of the automated event that set it.
  private mutating func explain(by event: ModerationEvent) {
    guard event.action == .setLevel, event.actorKind == .automated, view.controls.level == .auto,
      event.level == .fixed(status.level)
    else { return }
    status.reason = event.reason
  }

  private var pending: Int {
    view.comments.comments.count - view.comments.index(after: flushed)
  }

  /// Whether comments wait.
  var hasPending: Bool { flushed < view.comments.latest }

  /// What follows the last flush; nil when nothing does.
  mutating func flush() -> HubMessage? {
    guard hasPending else { return nil }
    pace.passFinished(cpuMicroseconds: cpuSinceFlush)
    cpuSinceFlush = 0
    let ring = view.comments
    let added = Array(ring.comments[ring.index(after: flushed)...])
    flushed = ring.latest
    return .flush(added, upto: flushed)
  }

  mutating func passFinished(cpuMicroseconds: Int64) {
    cpuSinceFlush += cpuMicroseconds
  }

  /// The page that the rings can answer with; nil when the log has to be read.
  mutating func page(
    _ query: CommentQuery, epoch: Epoch, for audience: Audience
  ) -> EncodedPage<CommentPlane>? {
    pages.page(query, of: streamID, epoch: epoch, in: view, for: audience)
  }

  /// The page of events that the rings can answer with; nil when the log has to be read.
  mutating func page(
    _ query: EventQuery, epoch: Epoch, for audience: Audience
  ) -> EncodedPage<ModerationPlane>? {
    pages.page(query, of: streamID, epoch: epoch, in: view, for: audience)
  }

  /// What a loop that joins is shown of reactions.
  mutating func show(_ reactions: EncodedReactions) { view.reactions = reactions }

  /// What a loop that joins now is told first. Flush before: it holds all there is.
  func opening() -> HubMessage { .opened(view, status) }

  mutating func refreshStatus(viewers: Int, at now: Instant) -> StreamStatus {
    status.viewers = viewers
    status.commentsPerSecond = rate.perSecond(at: now)
    return status
  }

  /// What later statuses say about how the stream fares.
  mutating func report(_ load: LoadReport) { status.load = load }
}

extension HubCore {
  /// What is done about the stream now: the reactions' window, sampling, slow mode.
  var mitigation: Mitigation { table.mitigation(at: status.level) }

  /// Assesses how the stream fares. Returns what the log has to write: nothing while a moderator has
  /// fixed the level, though the policy goes on, so that `auto` finds the level that the load wants.
  mutating func assess(_ load: inout StreamLoad, at now: Instant) -> LevelChange? {
    let signals = load.takeSignals(commentsPerSecond: rate.perSecond(at: now), at: now)
    guard let (level, reasons) = policy?.assess(signals, at: now) else { return nil }
    let reason = reasons.map(\.description).joined(separator: ", ")
    // As the load goes on, so does its reason; a level that was resumed keeps the event's.
    if view.controls.level == .auto, level == status.level, !reason.isEmpty {
      status.reason = reason
    }
    let change = LevelChange(
      streamID: streamID, level: level, reason: reason.isEmpty ? Self.calm : reason)
    return change.isNews(under: view.controls) ? change : nil
  }

  private static let calm = "the load is within the limits again"

  /// Whether the load has given the stream a level.
  var isMitigated: Bool { view.controls.automaticLevel != .normal }

  /// Whether a stream in which nothing happens need not be assessed: it is at rest.
  func isCalm(at now: Instant) -> Bool {
    var rate = rate
    return !isMitigated && rate.perSecond(at: now) == 0
  }
}
