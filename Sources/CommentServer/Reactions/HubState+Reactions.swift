import LiveComments
import Logging
import NIOCore
import ServerCore

/// What a hub holds of reactions.
struct HubReactions {
  var board = ReactionBoard()
  /// Reactions that came by HTTP; those of connections are taken in on their own loops.
  var intake = ReactionIntake()
  var isLoaded = false
  /// Of the newest totals; 0 is that of a connection that has been sent none.
  var version = 1
  var lastWindow = NIODeadline.uptimeNanoseconds(0)
  var isWindowScheduled = false
}

/// Reactions come from the loops as sums, and go out as one frame of totals per window.
extension HubState {
  /// Begins with what the log holds. Totals already here are newer, and stay.
  func openReactions(_ stored: StoredReactions, latest: Seq) {
    if !reactions.isLoaded {
      reactions.isLoaded = true
      reactions.board = ReactionBoard(stored, latest: latest)
    }
    core.show(encodedReactions())
  }

  /// Whether the totals here are the stream's: before the log has been read they would replace those
  /// that it holds, and after retiring those that another hub goes on with.
  private var hasTotals: Bool { reactions.isLoaded && !isRetired }

  /// Takes in what a loop has summed up; what comes from one that has not yet heard of the hub's end
  /// is lost.
  func add(_ delta: ReactionDelta) {
    guard !delta.isEmpty, hasTotals else { return }
    figures.reacted(delta.total)
    let unknown = reactions.board.add(delta) { core.view.upToDate($0) }
    if !unknown.isEmpty { readTotals(of: unknown) }
    scheduleWindow()
  }

  /// One reaction that came by HTTP.
  func take(_ reaction: Reaction, from audience: Audience) -> ReactionIntake.Outcome {
    guard hasTotals else { return .refused(Self.unreadable) }
    lastUse = .now()
    let outcome = reactions.intake.take(
      reaction, from: audience, isKnown: { [board = reactions.board] in board.has($0) },
      find: { core.view.comment($0) })
    if outcome == .taken { scheduleWindow() }
    return outcome
  }

  /// Remembers a comment that the log was asked for.
  func learn(_ comment: Comment) {
    reactions.intake.learn(core.view.upToDate(comment) ?? comment)
  }

  private func readTotals(of comments: [Comment]) {
    let log = log
    let streamID = core.streamID
    let promise = home.makePromise(of: [CommentID: [Emoji: Int]].self)
    promise.completeWithTask { try await log.reactions(to: comments, of: streamID) }
    promise.futureResult.assumeIsolated().whenComplete { result in
      switch result {
      case .success(let totals):
        self.reactions.board.learn(totals)
        self.scheduleWindow()
      case .failure(let error):
        self.logger.error(
          "reactions are lost: the totals before them cannot be read",
          metadata: ["stream": "\(streamID)", "error": "\(error)"])
        self.reactions.board.giveUp(comments.map(\.commentID))
      }
    }
  }

  /// Follows events: what may no longer be seen leaves the totals at once, for whoever joins now.
  func applyToReactions(_ events: [PublishedEvent]) {
    var isShown = false
    for event in events {
      reactions.intake.apply(event.event)
      if reactions.board.apply(event.event) { isShown = true }
    }
    guard isShown else { return }
    tellReactions()
    scheduleWindow()
  }

  private func scheduleWindow() {
    guard !reactions.isWindowScheduled else { return }
    reactions.isWindowScheduled = true
    let due = reactions.lastWindow + TimeAmount(reactionWindow)
    home.assumeIsolated().scheduleTask(deadline: max(due, .now())) {
      self.reactions.isWindowScheduled = false
      self.closeWindow()
    }
  }

  private var reactionWindow: Duration {
    core.table.mitigation(at: core.status.level).reactionWindow
  }

  private func closeWindow() {
    guard hasTotals else { return }
    let own = reactions.intake.takeDelta()
    if !own.isEmpty {
      figures.reacted(own.total)
      let unknown = reactions.board.add(own) { core.view.upToDate($0) }
      if !unknown.isEmpty { readTotals(of: unknown) }
    }
    guard reactions.board.closeWindow() else { return }
    reactions.lastWindow = .now()
    reactions.version += 1
    tellReactions()
    if let record = reactions.board.takeUnwritten() { log.keep(record, of: core.streamID) }
  }

  /// Ends the window now, so that the log has it all.
  func settleReactions() { closeWindow() }

  private func tellReactions() {
    let encoded = encodedReactions()
    core.show(encoded)
    tellAll(.reactions(encoded))
  }

  private func encodedReactions() -> EncodedReactions {
    EncodedReactions(
      reactions.board.snapshot, counts: reactions.board.counts, window: reactionWindow,
      version: reactions.version)
  }
}

extension StreamHub {
  /// Takes in what a loop has summed up.
  func add(_ delta: ReactionDelta) {
    home.execute { self.state.value.add(delta) }
  }

  /// Counts one reaction, whose sender may react. Throws the refusal.
  func react(_ reaction: Reaction, from audience: Audience, log: any CommentLog) async throws {
    for _ in 0..<2 {
      let outcome = try await home.submit {
        self.state.value.take(reaction, from: audience)
      }.get()
      switch outcome {
      case .taken: return
      case .refused(let problem): throw problem
      case .unknown(let id):
        let comment = try await self.comment(id, in: log)
        try await home.submit { self.state.value.learn(comment) }.get()
      }
    }
    throw Problem(.busy, "try again in a second", retryAfterMilliseconds: 1_000)
  }

  /// A comment as moderators see it. Throws what its reader is told when there is none.
  func comment(_ id: CommentID, in log: any CommentLog) async throws -> Comment {
    do {
      return try await log.comment(id, of: streamID, for: .moderators)
    } catch  where error.code == .unknownComment {
      throw ReactionIntake.unknownComment
    }
  }

  /// The stream's totals, those of the window under way aside; nil until the hub has read them.
  func openReactionCounts() async throws -> ReactionCounts? {
    try await home.submit {
      let reactions = self.state.value.reactions
      return reactions.isLoaded ? reactions.board.counts : nil
    }.get()
  }

  /// Hands the log what it does not have yet.
  func settleReactions() async throws {
    try await home.submit { self.state.value.settleReactions() }.get()
  }
}
