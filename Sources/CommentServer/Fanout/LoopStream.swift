import LiveComments
import NIOCore
import ServerCore

/// A stream on one event loop: what the loop's viewers have been sent, and the viewers.
///
/// A pass brings every connection up to date from its own position. A connection that cannot be
/// written to is left where it is and goes on from there when it can; nothing is queued for it.
final class LoopStream {
  let hub: StreamHub
  var view: StreamView
  var status: StreamStatus
  var news = StatusNews()
  let loop: GatewayLoop
  var reactions = LoopReactions()
  /// Empty places are connections that left during a pass.
  private var members: ContiguousArray<LiveConnection?> = []
  private var memberCount = 0
  /// Where the pass under way goes on; nil when none is.
  private var cursor: Int?
  /// Something arrived during the pass: those already visited are visited again.
  private var isPassDue = false
  /// What was here when the pass under way began.
  private var passUpto = Seq.zero
  private var passMicroseconds: Int64 = 0
  /// The time in a pass, as it was last looked at; nil outside one.
  private var passTime: Instant?
  /// What the hub has not been told yet.
  var counts = LoopCounts()
  /// What `deliveries` last asked of the ring: most connections stand at the same position.
  private var oldest: (position: Seq, receivedAt: Instant?)?
  /// Connections that cannot be written to.
  private var stalled: [ObjectIdentifier: LiveConnection] = [:]
  private var passSpan: StageSpan?
  /// The spans that the next message comes from, and those that the next pass does.
  private var announced = SpanCauses()
  private var passCauses = SpanCauses()
  private var reportedViewers = 0
  private var isReportScheduled = false

  /// A pass gives way to other work of the loop, moderation first of all, after this long.
  private static let slice = Duration.milliseconds(5)
  /// How often a pass looks at the clock, in connections.
  private static let connectionsPerLook = 16

  init(hub: StreamHub, view: StreamView, status: StreamStatus, loop: GatewayLoop) {
    self.hub = hub
    self.view = view
    self.status = status
    self.loop = loop
  }

  /// Viewers over all loops, as far as this one knows.
  var viewers: Int { max(memberCount, status.viewers - reportedViewers + memberCount) }

  var isEmpty: Bool { memberCount == 0 }

  /// Adds a connection. What follows its positions is sent to it from now on.
  func attach(_ connection: LiveConnection) {
    connection.memberIndex = members.count
    members.append(connection)
    memberCount += 1
    writabilityChanged(connection)
    scheduleReport()
  }

  /// Keeps those that cannot be written to, so that nobody has to look for them among all.
  func writabilityChanged(_ connection: LiveConnection) {
    let id = ObjectIdentifier(connection)
    if connection.isWritable {
      if !stalled.isEmpty { stalled[id] = nil }
    } else {
      stalled[id] = connection
    }
  }

  func detach(_ connection: LiveConnection) {
    guard let index = connection.memberIndex else { return }
    connection.memberIndex = nil
    memberCount -= 1
    stalled[ObjectIdentifier(connection)] = nil
    if cursor == nil {
      remove(at: index)
    } else {
      members[index] = nil
    }
    scheduleReport()
  }

  private func remove(at index: Int) {
    let last = members.removeLast()
    guard index < members.count else { return }
    members[index] = last
    last?.memberIndex = index
  }

  /// Tells the hub, soon, of viewers and counts.
  func scheduleReport() {
    guard !isReportScheduled else { return }
    isReportScheduled = true
    loop.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(200)) {
      self.isReportScheduled = false
      // Counted here until the hub's next total includes it.
      self.status.viewers += self.memberCount - self.reportedViewers
      self.reportedViewers = self.memberCount
      self.hub.viewersChanged(self.memberCount, self.takeCounts(), on: self.loop.reference)
    }
  }

  func receive(_ message: HubMessage) {
    switch message {
    case .opened(let view, let status):
      self.view = view
      reopen(with: status)
      oldest = nil
      pass()
    case .flush(let comments, let upto):
      view.append(comments, upto: upto)
      oldest = nil
      passCauses.add(announced.take())
      pass()
    case .moderation(let events, let upto, let controls):
      view.apply(events, upto: upto)
      for event in events { reactions.intake.apply(event.event) }
      if let controls { view.control(by: controls) }
      let span = loop.services.stages.begin(.fanOut)
      span?.link(announced.take())
      span?.set("viewers", memberCount)
      // Ahead of the comments that a pass under way still has to deliver.
      forEachMember { $0.deliverModeration(from: self) }
      span?.end()
      hub.moderated(finishedPass(upto: upto), on: loop.reference)
    case .causes(let causes): announced = causes
    case .status(let status): receive(status)
    case .measure:
      hub.loaded(backlog, on: loop.reference)
    case .reactions(let encoded): receive(encoded)
    case .failed:
      forEachMember { $0.streamFailed() }
    }
  }

  /// Bytes are asked of the few that cannot be written to; the others have less than the watermark.
  private var backlog: LoopBacklog {
    var backlog = LoopBacklog(stalled: stalled.count)
    for connection in stalled.values {
      backlog.bytes += connection.bufferedBytes
      if connection.seq < view.comments.latest || connection.modSeq < view.events.latest {
        backlog.behind += 1
      }
    }
    return backlog
  }

  /// Visits everybody in one go; members that leave meanwhile are skipped.
  private func forEachMember(_ body: (LiveConnection) -> Void) {
    let isNested = cursor != nil
    if !isNested { cursor = 0 }
    var index = 0
    while index < members.count {
      if let member = members[index] { body(member) }
      index += 1
    }
    if !isNested {
      cursor = nil
      compact()
    }
  }

  /// Closes the gaps of those who left during a pass.
  private func compact() {
    guard memberCount != members.count else { return }
    var index = members.count - 1
    while index >= 0 {
      if members[index] == nil { remove(at: index) }
      index -= 1
    }
  }
}

extension LoopStream {
  func pass() {
    guard cursor == nil else {
      isPassDue = true
      return
    }
    cursor = 0
    passUpto = view.comments.latest
    passSpan = loop.services.stages.begin(.fanOut)
    passSpan?.link(passCauses.take())
    reactions.passedVersion = view.reactions?.version ?? 0
    news.passedVersion = news.version
    passMicroseconds = 0
    resumePass()
  }

  private func resumePass() {
    guard var index = cursor else { return }
    let cpu = ThreadClock.cpuMicroseconds()
    var now = SystemClock.instant()
    let deadline = now + Self.slice
    passTime = now
    while index < members.count {
      if let member = members[index] {
        if !member.isWritable { counts.deliveries.skipped += 1 }
        member.deliver(from: self)
      }
      index += 1
      guard index % Self.connectionsPerLook == 0, index < members.count else { continue }
      now = SystemClock.instant()
      passTime = now
      if now > deadline {
        cursor = index
        passTime = nil
        passMicroseconds += ThreadClock.cpuMicroseconds() - cpu
        loop.eventLoop.assumeIsolated().execute { self.resumePass() }
        return
      }
    }
    passMicroseconds += ThreadClock.cpuMicroseconds() - cpu
    passTime = nil
    cursor = nil
    passSpan?.set("viewers", memberCount)
    passSpan?.end()
    passSpan = nil
    compact()
    hub.passFinished(
      finishedPass(upto: passUpto), cpuMicroseconds: passMicroseconds, takeCounts(),
      on: loop.reference)
    if isPassDue {
      isPassDue = false
      loop.eventLoop.assumeIsolated().execute { self.pass() }
    }
  }

  private func finishedPass<Plane>(upto: Position<Plane>) -> FinishedPass<Plane> {
    FinishedPass(upto: upto, hasViewers: memberCount > 0, at: SystemClock.instant())
  }

  /// Counts a delivery of what follows `position`, by when the first of it was accepted.
  func countDelivery(after position: Seq) {
    if oldest?.position != position {
      oldest = (position, view.comments.receivedAt(after: position))
    }
    guard let receivedAt = oldest?.receivedAt else { return }
    counts.deliveries.total += 1
    let now = passTime ?? SystemClock.instant()
    if now - receivedAt <= loop.services.degradation.target { counts.deliveries.inTarget += 1 }
  }

  /// Counts what a client claims to have: for metrics only, since a client may claim anything.
  func countSeen(_ position: Seq) {
    counts.seen += 1
    guard position >= view.comments.floor, position <= view.comments.latest else { return }
    let next = view.comments.receivedAt(after: position)
    let late = next.map { SystemClock.instant() - $0 > loop.services.degradation.target } ?? false
    if !late { counts.seenInTarget += 1 }
  }

  private func takeCounts() -> LoopCounts {
    defer { counts = LoopCounts() }
    return counts
  }

  /// The next frame of comments for a connection at `position`; nil when it is up to date.
  func commentFrame(after position: Seq, for audience: Audience) -> NextFrame<CommentPlane>? {
    guard position < view.comments.latest else { return nil }
    guard position >= view.comments.floor else {
      return .tooFar(Coverage(after: position, upto: view.comments.latest))
    }
    let frame = view.commentFrame(after: position, for: audience)
    return .frame(frame.bytes, upto: Seq(rawValue: frame.upto) ?? view.comments.latest)
  }

  /// The next frame of events for a connection at `position`; nil when it is up to date.
  func eventFrame(after position: ModSeq, for audience: Audience) -> NextFrame<ModerationPlane>? {
    guard position < view.events.latest else { return nil }
    guard view.events.holds(after: position) else {
      return .tooFar(Coverage(after: position, upto: view.events.latest))
    }
    let frame = view.eventFrame(after: position, for: audience)
    return .frame(frame.bytes, upto: ModSeq(rawValue: frame.upto) ?? view.events.latest)
  }

  func commentEvent(
    after position: Seq, at modSeq: ModSeq, for audience: Audience
  ) -> StreamView.CutFrame {
    view.commentEvent(
      after: position, at: modSeq, epoch: loop.services.log.epoch, for: audience)
  }

  func moderationEvent(
    after position: ModSeq, at seq: Seq, for audience: Audience
  ) -> StreamView.CutFrame {
    view.moderationEvent(
      after: position, at: seq, epoch: loop.services.log.epoch, for: audience)
  }

  /// The next frame of a `catch_up`, which is not on the connection's own way forward.
  func frame(of range: PlaneRange, for audience: Audience) -> StreamView.CutFrame {
    switch range {
    case .comments(let range):
      view.commentFrame(after: range.after, upto: range.upto, for: audience)
    case .moderation(let range):
      view.eventFrame(after: range.after, upto: range.upto, for: audience)
    }
  }
}

/// What a connection that is behind gets next on one plane.
enum NextFrame<Plane> {
  case frame(ByteBuffer, upto: Position<Plane>)
  /// The ring no longer holds it: the client has to fetch the range over HTTP.
  case tooFar(Coverage<Plane>)
}
