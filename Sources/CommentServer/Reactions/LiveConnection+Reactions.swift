import LiveComments
import NIOCore
import ServerCore

/// Reactions of a connection's client, and the totals it is sent.
extension LiveConnection {
  /// Takes a `react` frame as the decoder has read it.
  func react(_ request: ClientFrame.React) {
    do {
      react(try Reaction(request))
    } catch {
      fail(nil, error)
    }
  }

  /// - Parameter lookUps: how often the log may still be asked who is muted.
  func react(_ reaction: Reaction, lookUps: Int = Reactors.lookUps) {
    guard phase == .live, let stream else { return fail(nil, Self.leaving) }
    let user: User
    do {
      user = try services.access.writer(identity, of: streamID, at: SystemClock.time())
    } catch {
      return fail(nil, error)
    }
    switch services.reactors.admit(user, to: streamID, count: reaction.count) {
    case .admitted: count(reaction, by: user, in: stream)
    case .refused(let problem): refuse(problem)
    case .unknown where lookUps == 0: fail(nil, Reactors.unsettled)
    case .unknown(let asOf):
      let reactors = services.reactors
      let streamID = streamID
      lookUp(
        { try await reactors.learnMutes(of: streamID, asOf: asOf) },
        then: { connection, _ in connection.react(reaction, lookUps: lookUps - 1) })
    }
  }

  private func count(_ reaction: Reaction, by user: User, in stream: LoopStream) {
    switch stream.take(reaction, from: Audience(user)) {
    case .taken: break
    case .refused(let problem): fail(nil, problem)
    case .unknown(let id):
      let log = services.log
      let hub = stream.hub
      lookUp(
        { try await hub.comment(id, in: log) },
        then: { connection, comment in
          stream.learn(comment)
          if case .refused(let problem) = stream.take(reaction, from: Audience(user)) {
            connection.fail(nil, problem)
          }
        })
    }
  }

  /// Whoever reacts too fast is told once, not for each reaction, until it may react again.
  private func refuse(_ problem: Problem) {
    guard let wait = problem.retryAfterMilliseconds else { return fail(nil, problem) }
    let now = SystemClock.instant()
    guard now >= reactionsRefusedUntil else { return }
    reactionsRefusedUntil = now + .milliseconds(wait)
    fail(nil, problem)
  }

  /// Asks the log, and goes on with the answer. As with other requests, only so many may wait.
  private func lookUp<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value,
    then goOn: @escaping (LiveConnection, Value) -> Void
  ) {
    requestsInFlight += 1
    let promise = loop.eventLoop.makePromise(of: Value.self)
    promise.completeWithTask(work)
    promise.futureResult.assumeIsolated().whenComplete { result in
      self.requestsInFlight -= 1
      switch result {
      case .success(let value): goOn(self, value)
      case .failure(let error):
        self.fail(
          nil,
          error as? Problem
            ?? Problem(
              .unavailable, "the log cannot be read at the moment", retryAfterMilliseconds: 1_000))
      }
      self.requestFinished()
    }
  }

  /// Sends the newest totals, unless they have been sent; false when there is nothing to send.
  func deliverReactions(from stream: LoopStream) -> Bool {
    guard let encoded = stream.view.reactions, encoded.version != reactionsVersion else {
      return false
    }
    reactionsVersion = encoded.version
    let frame = encoded.frame(for: audience)
    switch framing {
    case .webSocket: write(frame.webSocket)
    case .events: write(frame.event)
    }
    return true
  }
}
