import LiveComments
import Logging
import NIOConcurrencyHelpers
import NIOCore
import ServerCore
import Tracing

/// The one place of a node where a stream's publications come together: it encodes comments once,
/// decides when to flush, and tells every event loop that has viewers.
///
/// Everything but the acknowledged positions lives on the hub's home event loop.
final class StreamHub: Sendable {
  let streamID: StreamID
  let home: any EventLoop
  let state: NIOLoopBoundBox<HubState>
  /// What posters have been told is durable. A page served from memory must not be older.
  private let acknowledged = NIOLockedValueBox<(Seq, ModSeq)>((.zero, .zero))

  init(
    streamID: StreamID, home: any EventLoop, log: any CommentLog, limits: FanoutLimits,
    table: DegradationTable, logger: Logger,
    onRetire: @escaping @Sendable (StreamID, StreamFigures) -> Void
  ) {
    self.streamID = streamID
    self.home = home
    let core = HubCore(streamID: streamID, epoch: log.epoch, limits: limits, table: table)
    state = .makeBoxSendingValue(
      HubState(core: core, home: home, log: log, logger: logger, onRetire: onRetire),
      eventLoop: home)
  }

  /// Reads where the stream stands. Publications that arrive meanwhile are kept in order.
  func open() {
    home.execute { self.state.value.open() }
  }

  /// Takes a publication, in log order; called on the log's thread.
  ///
  /// - Parameter context: the span that publishes it; nil when nobody traces.
  func receive(_ publication: Publication, from context: InstrumentationContext? = nil) {
    home.execute { self.state.value.receive(publication, from: context) }
  }

  /// Notes what a poster is about to be told; called on the log's thread, before the publication.
  func acknowledge(seq: Seq = .zero, modSeq: ModSeq = .zero) {
    acknowledged.withLockedValue { $0 = (max($0.0, seq), max($0.1, modSeq)) }
  }

  /// Has everything from now on told to `loop`, which begins with `opened`. False in `answer` when
  /// the hub has retired: ask the registry for another.
  func subscribe(_ loop: GatewayLoop.Reference, answer: @escaping @Sendable (Bool) -> Void) {
    home.execute { answer(self.state.value.subscribe(loop)) }
  }

  func unsubscribe(_ loop: GatewayLoop.Reference) {
    home.execute { self.state.value.unsubscribe(loop) }
  }

  /// What a loop's viewers number now.
  func viewersChanged(_ count: Int, _ counts: LoopCounts, on loop: GatewayLoop.Reference) {
    home.execute { self.state.value.viewersChanged(count, counts, on: loop) }
  }

  /// What one loop's part of a fan-out pass took and brought.
  func passFinished(
    _ pass: FinishedPass<CommentPlane>, cpuMicroseconds: Int64, _ counts: LoopCounts,
    on loop: GatewayLoop.Reference
  ) {
    home.execute {
      self.state.value.passFinished(pass, cpuMicroseconds: cpuMicroseconds, counts, on: loop)
    }
  }

  /// One loop has brought events to its viewers.
  func moderated(_ pass: FinishedPass<ModerationPlane>, on loop: GatewayLoop.Reference) {
    home.execute { self.state.value.moderated(pass, on: loop) }
  }

  /// How one loop's connections fare: the answer to `measure`.
  func loaded(_ backlog: LoopBacklog, on loop: GatewayLoop.Reference) {
    home.execute { self.state.value.loaded(backlog, on: loop) }
  }

  /// Sees to it that loops know the positions, and answers once they have been told; or says that
  /// the log itself has not come that far.
  func reach(
    _ seq: Seq, _ modSeq: ModSeq, answer: @escaping @Sendable (ReachResult) -> Void
  ) {
    home.execute { self.state.value.reach(seq, modSeq, answer: answer) }
  }

  /// Returns when the stream has been opened. Throws why it could not be.
  func opened() async throws {
    let problem = await withCheckedContinuation { continuation in
      home.execute { self.state.value.whenOpened { continuation.resume(returning: $0) } }
    }
    if let problem { throw problem }
  }

  enum ReachResult: Sendable {
    case told
    /// The log has not come as far as the position.
    case future
    case unavailable
  }
}

extension StreamHub {
  /// The page that the stream's ring can answer with, at least as new as anything acknowledged; nil
  /// when the log has to be read.
  func page(
    _ query: CommentQuery, for audience: Audience, epoch: Epoch
  ) async throws -> EncodedPage<CommentPlane>? {
    let (seq, modSeq) = acknowledged.withLockedValue { $0 }
    return try await home.submit {
      self.state.value.page(query, for: audience, epoch: epoch, notBefore: seq, modSeq)
    }.get()
  }

  /// The page of events that the stream's ring can answer with, as new as anything acknowledged; nil
  /// when the log has to be read.
  func page(
    _ query: EventQuery, for audience: Audience, epoch: Epoch
  ) async throws -> EncodedPage<ModerationPlane>? {
    let (seq, modSeq) = acknowledged.withLockedValue { $0 }
    return try await home.submit {
      self.state.value.page(query, for: audience, epoch: epoch, notBefore: seq, modSeq)
    }.get()
  }

  /// What waits for something that `audience` sees to follow the position, or for an event to
  /// follow `modSeq`. It must be waited for; whoever fulfils its promise ends the wait.
  func waiter(after seq: Seq?, modAfter modSeq: ModSeq?, for audience: Audience) -> Waiter {
    Waiter(
      after: seq, modAfter: modSeq, audience: audience, promise: home.makePromise(of: Void.self))
  }

  /// Returns when that has happened, or the time is over.
  func wait(_ waiter: Waiter, atMost time: TimeAmount) async throws {
    home.execute { self.state.value.wait(waiter, atMost: time) }
    try await waiter.promise.futureResult.get()
  }

  /// Answers long polls at once, now and from now on.
  func releaseWaiters() {
    home.execute { self.state.value.endWaiting() }
  }

  /// Has `note` called with what the hub has counted, on its home event loop, as retiring is: never
  /// after the last figures.
  func tellFigures(to note: @escaping @Sendable (StreamFigures) -> Void) async throws {
    try await home.submit { self.state.value.currentFigures().map(note) }.get()
  }

  /// The stream's condition as viewers are told it.
  func status() async throws -> StreamStatus {
    try await home.submit { self.state.value.currentStatus() }.get()
  }
}

/// A long poll that waits.
struct Waiter: Sendable {
  var after: Seq?
  var modAfter: ModSeq?
  var audience: Audience
  var promise: EventLoopPromise<Void>

  func isServed(by view: StreamView) -> Bool {
    if let modAfter, view.events.latest > modAfter { return true }
    guard let after else { return false }
    return after < view.comments.floor || view.hasComment(after: after, for: audience)
  }

  /// The same for who was not served before the news.
  func isServed(by news: ViewNews, in view: StreamView) -> Bool {
    if let modAfter, view.events.latest > modAfter { return true }
    guard let after else { return false }
    return after < view.comments.floor || news.latest(for: audience) > after
  }
}
