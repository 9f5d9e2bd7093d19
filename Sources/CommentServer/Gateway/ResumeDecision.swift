import DequeModule
import LiveComments
import ServerCore

/// What a client says it has.
enum ResumeClaim: Equatable {
  case nothing
  case position(ResumePoint)
  /// As the browser's `EventSource` says it by itself, once the connection has ended.
  case lastEvent(ResumePoint)
  /// The same, but no position of this server.
  case unreadable

  var point: ResumePoint? {
    switch self {
    case .nothing, .unreadable: nil
    case .position(let point), .lastEvent(let point): point
    }
  }
}

/// How a connection goes on from what its `hello` says: design §5.3, in one place.
enum ResumeDecision: Equatable {
  case fresh
  /// The missing ranges of both planes follow at once.
  case inline
  /// The client fetches the comments over HTTP; `moderation` tells whether those events follow.
  case history(moderation: Bool)
  case reset(ResetReason)
  /// The client knows more than this loop has flushed: ask the log first.
  case ask

  /// - Parameters:
  ///   - claim: what the client says it has.
  ///   - epoch: the log's.
  ///   - view: what the connection's loop has flushed.
  ///   - audience: who comes: what is left out of its frames it does not miss.
  init(
    from claim: ResumeClaim, epoch: Epoch, view: inout StreamView, for audience: Audience
  ) {
    guard let point = claim.point else {
      self = claim == .unreadable ? .reset(.epoch) : .fresh
      return
    }
    guard point.epoch == epoch else {
      self = .reset(.epoch)
      return
    }
    guard point.lastSeenSeq <= view.comments.latest, point.lastModSeq <= view.events.latest else {
      self = .ask
      return
    }
    let moderation = view.events.holds(after: point.lastModSeq)
    guard moderation, view.isInline(after: point.lastSeenSeq, for: audience) else {
      self = .history(moderation: moderation)
      return
    }
    self = .inline
  }

  /// Whether the server, or its log, has to send something that has been sent before.
  func needsCatchUp(from point: ResumePoint?, view: StreamView) -> Bool {
    switch self {
    case .fresh, .ask: false
    case .history, .reset: true
    case .inline:
      point.map {
        $0.lastSeenSeq < view.comments.latest || $0.lastModSeq < view.events.latest
      } ?? false
    }
  }
}

extension ResumeDecision {
  /// How old what a client has missed may be when it has just read its page.
  private static let pageMilliseconds: Int64 = 5_000

  /// Whether the client has certainly been here before. Join is a page, then `hello` with its positions
  /// (design §5.3): a client that comes back says the same, and only what it has missed tells it from
  /// one that has just read its page. For metrics only.
  func isReturn(with claim: ResumeClaim, view: StreamView, at now: Timestamp) -> Bool {
    switch (self, claim) {
    case (.fresh, _), (.ask, _), (_, .nothing): false
    case (_, .lastEvent), (_, .unreadable): true
    case (.reset(let reason), .position): reason == .epoch
    case (.inline, .position(let point)), (.history, .position(let point)):
      view.oldestMissed(from: point).map {
        now.milliseconds - $0.milliseconds > Self.pageMilliseconds
      } ?? false
    }
  }
}

extension StreamView {
  /// When the oldest of what follows the positions, and is still here, came about.
  fileprivate func oldestMissed(from point: ResumePoint) -> Timestamp? {
    let comment = comments.index(after: point.lastSeenSeq)
    let event = events.index(after: point.lastModSeq)
    let times = [
      comment < comments.comments.count ? comments.comments[comment].comment.createdAt : nil,
      event < events.events.count ? events.events[event].event.at : nil,
    ]
    return times.compactMap(\.self).min { $0.milliseconds < $1.milliseconds }
  }
}
