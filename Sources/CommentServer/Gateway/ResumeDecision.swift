import LiveComments

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
  ///   - point: what the client has; nil when it has nothing.
  ///   - epoch: the log's.
  ///   - view: what the connection's loop has flushed.
  init(from point: ResumePoint?, epoch: Epoch, view: StreamView) {
    guard let point else {
      self = .fresh
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
    guard let missing = view.comments.count(after: point.lastSeenSeq),
      missing <= Limits.inlineComments, moderation
    else {
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
