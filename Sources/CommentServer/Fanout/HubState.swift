import LiveComments
import Logging
import NIOCore
import ServerCore
import Tracing

/// A hub at work, on its home event loop: `HubCore`, and whom it speaks to.
final class HubState {
  private enum Phase {
    /// The log is being read; what was published meanwhile, in order, up to `queuedPublications`.
    case opening(queued: [Publication])
    case open
    /// Nobody used it for a while, or the log could not be read; another hub takes its place.
    case retired
  }

  struct Subscriber {
    let loop: GatewayLoop.Reference
    var viewers = 0
  }

  private struct Pending {
    let id: Int
    var seq: Seq
    var modSeq: ModSeq
    var answer: @Sendable (StreamHub.ReachResult) -> Void
  }

  /// Publications kept while the log is read; more mean that reading begins again.
  private static let queuedPublications = 1_024

  var core: HubCore
  var figures = StreamFigures()
  var reactions = HubReactions()
  var load = StreamLoad()
  var isAssessing = false
  /// The delays that statuses have told of.
  var reported = (visible: DelayHistogram(), moderation: DelayHistogram())
  private var phase = Phase.opening(queued: [])
  private(set) var subscribers: [Subscriber] = []
  var waiters: [Int: Waiter] = [:]
  var nextWaiter = 0
  /// Requests that wait for the stream to be opened: each holds a connection, which bounds them.
  var openers: [@Sendable (Problem?) -> Void] = []
  /// Loops and clients that wait for the log to come as far as a position.
  private var reaching: [Pending] = []
  private var nextPending = 0
  private var lastFlush = NIODeadline.uptimeNanoseconds(0)
  private var isFlushScheduled = false
  /// The spans that published what waits for the flush.
  private var causes = SpanCauses()
  var lastUse = NIODeadline.now()
  private var hasStatusTask = false
  /// Long polls no longer wait: the server goes away.
  var isReleasing = false

  let home: any EventLoop
  let log: any CommentLog
  let logger: Logger
  private let onRetire: @Sendable (StreamID, StreamFigures) -> Void

  init(
    core: sending HubCore, home: any EventLoop, log: any CommentLog, logger: Logger,
    onRetire: @escaping @Sendable (StreamID, StreamFigures) -> Void
  ) {
    self.core = core
    self.home = home
    self.log = log
    self.logger = logger
    self.onRetire = onRetire
  }
}

extension HubState {
  var isOpen: Bool {
    if case .open = phase { true } else { false }
  }

  var isRetired: Bool {
    if case .retired = phase { true } else { false }
  }

  func open() {
    phase = .opening(queued: [])
    causes = SpanCauses()
    let log = log
    let streamID = core.streamID
    let home = home
    let promise = home.makePromise(of: StreamOpening.self)
    promise.completeWithTask { try await log.opening(of: streamID) }
    promise.futureResult.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let opening): self.opened(opening)
      case .failure(let error): self.failed(error)
      }
    }
  }

  private func opened(_ opening: StreamOpening) {
    guard case .opening(let queued) = phase else { return }
    guard queued.count < Self.queuedPublications else { return open() }
    let now = SystemClock.instant()
    figures.reopened()
    core.open(with: opening.page, events: opening.events, summary: opening.summary, at: now)
    phase = .open
    openReactions(opening.reactions, latest: opening.page.latestSeq)
    for publication in queued {
      _ = core.receive(publication, at: now)
      applyToReactions(publication.events)
    }
    _ = core.flush()
    for subscriber in subscribers { subscriber.loop.tell(core.streamID, core.opening()) }
    answerOpeners(nil)
    settle()
    if !hasStatusTask {
      hasStatusTask = true
      scheduleStatus()
    }
    // A level that was resumed goes, too, when nothing calls for it.
    startAssessing()
  }

  private func failed(_ error: any Error) {
    logger.error(
      "a stream cannot be opened",
      metadata: ["stream": "\(core.streamID)", "error": "\(error)"])
    for subscriber in subscribers { subscriber.loop.tell(core.streamID, .failed) }
    answerOpeners(error as? Problem ?? Self.unreadable)
    retire()
  }

  private func retire() {
    settleReactions()
    phase = .retired
    subscribers = []
    answerOpeners(Self.unreadable)
    releaseWaiters()
    for pending in reaching { pending.answer(.unavailable) }
    reaching = []
    onRetire(core.streamID, figures)
  }
}

extension HubState {
  func receive(_ publication: Publication, from context: InstrumentationContext?) {
    switch phase {
    case .retired: return
    case .opening(var queued):
      // Emptied first, so that appending does not copy.
      phase = .opening(queued: [])
      if queued.count < Self.queuedPublications { queued.append(publication) }
      phase = .opening(queued: queued)
    case .open:
      // A change of the controls is told with the status of now, not with that of seconds ago.
      if !publication.events.isEmpty { _ = currentStatus() }
      let now = SystemClock.instant()
      figures.published(publication, at: now)
      for comment in publication.comments { load.published(comment, at: now) }
      figures.sampled(publication.comments, by: core.view.sampling)
      let known = core.view.comments.latest
      let reception = core.receive(publication, at: now)
      if reception.isBroken {
        logger.error(
          "a publication does not follow the last one: reading the log again",
          metadata: ["stream": "\(core.streamID)", "range": "\(publication.coverage)"])
        return open()
      }
      if !reception.messages.isEmpty {
        figures.moderated(by: publication, to: subscribers.map(\.loop.index))
      }
      if context != nil { tell(reception, comesFrom: context) }
      for message in reception.messages { tellAll(message) }
      // `auto` has no level of its own: what the load wants now is found out at once.
      if publication.events.contains(where: { $0.event.level == .auto }) { assess() }
      startAssessing()
      applyToReactions(publication.events)
      if reception.isUrgent {
        flush()
      } else if reception.needsFlush {
        scheduleFlush()
      }
      settleWaiters(by: publication, after: known)
      settleReaching()
    }
  }

  /// Tells where the messages of a reception come from, and keeps it for the flush.
  private func tell(_ reception: HubCore.Reception, comesFrom context: InstrumentationContext?) {
    if !reception.messages.isEmpty {
      var cause = SpanCauses()
      cause.add(context)
      tellAll(.causes(cause))
    }
    if reception.needsFlush { causes.add(context) }
  }

  private func scheduleFlush() {
    guard !isFlushScheduled else { return }
    let due = lastFlush + .microseconds(core.pace.intervalMicroseconds)
    guard due > .now() else { return flush() }
    isFlushScheduled = true
    home.assumeIsolated().scheduleTask(deadline: due) {
      self.isFlushScheduled = false
      self.flush()
    }
  }

  private func flush() {
    guard let message = core.flush() else { return }
    lastFlush = .now()
    figures.flushed(upto: core.flushed, to: subscribers.map(\.loop.index))
    let now = SystemClock.instant()
    for subscriber in subscribers { load.told(subscriber.loop.index, at: now) }
    if !causes.isEmpty { tellAll(.causes(causes.take())) }
    tellAll(message)
  }

  func tellAll(_ message: HubMessage) {
    for subscriber in subscribers { subscriber.loop.tell(core.streamID, message) }
  }

  /// Answers what waited for the log to come this far.
  private func settle() {
    settleWaiters()
    settleReaching()
  }

  private func settleReaching() {
    guard !reaching.isEmpty else { return }
    let reached = reaching.filter { has($0.seq, $0.modSeq) }
    guard !reached.isEmpty else { return }
    reaching.removeAll { has($0.seq, $0.modSeq) }
    // Loops learn by flush; the answer goes after it.
    flush()
    for pending in reached { pending.answer(.told) }
  }

  private func has(_ seq: Seq, _ modSeq: ModSeq) -> Bool {
    core.view.comments.latest >= seq && core.view.events.latest >= modSeq
  }

  func reach(
    _ seq: Seq, _ modSeq: ModSeq, answer: @escaping @Sendable (StreamHub.ReachResult) -> Void
  ) {
    if isRetired { return answer(.unavailable) }
    if isOpen, has(seq, modSeq) {
      flush()
      return answer(.told)
    }
    let id = nextPending
    nextPending += 1
    reaching.append(Pending(id: id, seq: seq, modSeq: modSeq, answer: answer))
    let log = log
    let streamID = core.streamID
    let promise = home.makePromise(of: StreamSummary.self)
    promise.completeWithTask { try await log.summary(of: streamID) }
    promise.futureResult.assumeIsolated().whenComplete { self.check(id, against: $0) }
  }

  /// Only what the log itself does not have is in the future; the rest is on its way.
  private func check(_ id: Int, against result: Result<StreamSummary, any Error>) {
    guard let index = reaching.firstIndex(where: { $0.id == id }) else { return }
    let pending = reaching[index]
    switch result {
    case .success(let summary):
      guard pending.seq > summary.latestSeq || pending.modSeq > summary.latestModSeq else { return }
      reaching.remove(at: index)
      pending.answer(.future)
    case .failure:
      reaching.remove(at: index)
      pending.answer(.unavailable)
    }
  }
}

extension HubState {
  func subscribe(_ loop: GatewayLoop.Reference) -> Bool {
    lastUse = .now()
    switch phase {
    case .retired: return false
    case .opening:
      subscribers.append(Subscriber(loop: loop))
    case .open:
      flush()
      subscribers.append(Subscriber(loop: loop))
      _ = currentStatus()
      loop.tell(core.streamID, core.opening())
    }
    return true
  }

  func unsubscribe(_ loop: GatewayLoop.Reference) {
    lastUse = .now()
    subscribers.removeAll { $0.loop == loop }
    load.left(loop.index)
    figures.left(loop.index)
  }

  func setViewers(_ count: Int, on loop: GatewayLoop.Reference) {
    guard let index = subscribers.firstIndex(where: { $0.loop == loop }) else { return }
    subscribers[index].viewers = count
  }

  func currentStatus() -> StreamStatus {
    core.refreshStatus(
      viewers: subscribers.reduce(0) { $0 + $1.viewers }, at: SystemClock.instant())
  }

  /// Every 5 s (design §5.3), and a look at whether anybody still uses the stream.
  private func scheduleStatus() {
    home.assumeIsolated().scheduleTask(in: .seconds(5)) {
      if self.isRetired { return }
      // A level that nobody assesses any more would hold for ever.
      if !self.subscribers.isEmpty || !self.waiters.isEmpty || self.core.isMitigated {
        self.lastUse = .now()
      }
      self.reportLoad()
      self.tellAll(.status(self.currentStatus()))
      if NIODeadline.now() - self.lastUse > TimeAmount(self.core.idle) { return self.retire() }
      self.scheduleStatus()
    }
  }
}

extension HubState {
  func page(
    _ query: CommentQuery, for audience: Audience, epoch: Epoch, notBefore seq: Seq,
    _ modSeq: ModSeq
  ) -> EncodedPage<CommentPlane>? {
    lastUse = .now()
    guard isOpen, has(seq, modSeq) else { return nil }
    return core.page(query, epoch: epoch, for: audience)
  }

  func page(
    _ query: EventQuery, for audience: Audience, epoch: Epoch, notBefore seq: Seq,
    _ modSeq: ModSeq
  ) -> EncodedPage<ModerationPlane>? {
    lastUse = .now()
    guard isOpen, has(seq, modSeq) else { return nil }
    return core.page(query, epoch: epoch, for: audience)
  }
}
