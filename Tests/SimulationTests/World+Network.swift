import ClientCore
import LiveComments

extension World {
  mutating func handle(_ input: SessionInput) throws {
    oracle.willReceive(input, session)
    if case .frame(.ack(.comment(_, _, let id, .visible))) = input, session.connection.isConnected {
      acknowledged.insert(id)
    }
    let actions = session.handle(input, at: now)
    if isNarrated {
      print(now.microseconds, "<", input, "\n", actions.map { "    > \($0)\n" }.joined())
    }
    // A feed that begins anew cannot know what became of the copies that it had from acks.
    if case .joined(.success) = input { acknowledged.removeAll() }
    try oracle.check(actions, session, strictly: scenario.remembersEverything)
    for case .olderLoaded(_, .loaded(_, let floor)) in actions {
      scrollback = (session.feed.epoch, floor)
    }
    for action in actions { perform(action) }
  }

  private mutating func perform(_ action: SessionAction) {
    switch action {
    case .fetchJoin(let join): request(.join(join))
    case .fetchComments(let range): request(.comments(range))
    case .fetchEvents(let range): request(.events(range))
    case .fetchOlder(let last, let upto): request(.older(last: last, upto: upto))
    case .connect:
      connections += 1
      schedule(.opening(connection: connections), after: latency())
    case .send(let frame):
      guard let number = server.connection?.number else { return }
      if case .catchUp = frame, strikes(faults.drop) { return }
      schedule(.toServer(frame, connection: number), after: latency())
    case .close:
      server.connection = nil
    case .cancel:
      connections += 1
      server.connection = nil
      pending.removeAll { if case .request = $0.what { true } else { false } }
    case .feed, .connectionChanged, .statusChanged, .identified, .outboxChanged, .settled,
      .refused, .caughtUp, .jumping, .olderLoaded, .notice:
      break
    }
  }

  private mutating func request(_ request: Request) {
    schedule(.request(request), after: latency())
  }

  private mutating func latency() -> Int {
    var milliseconds = Int.random(in: 1...10, using: &generator)
    if strikes(faults.delay) { milliseconds += Int.random(in: 0...400, using: &generator) }
    return milliseconds
  }

  mutating func answer(_ request: Request) {
    let fails = strikes(faults.failRequest)
    let trimmed = Problem(.reset, "trimmed", reason: .trimmed)
    func result<Page>(_ page: Page, after: Seq = .highest) -> Result<Page, RequestFailure> {
      fails
        ? .failure(.unreachable("timed out"))
        : after < server.log.trimmedSeq ? .failure(.refused(trimmed)) : .success(page)
    }
    let input: SessionInput
    switch request {
    case .join(.newest(let count)):
      input = .joined(result(server.page(last: count, using: &generator)))
    case .join(.beginning):
      let all = Coverage<CommentPlane>(after: .zero, upto: .highest)
      input = .joined(result(server.page(all, using: &generator), after: .zero))
    case .comments(let range):
      input = .commentPage(
        range, result(server.page(range, using: &generator), after: range.after))
    case .events(let range):
      input = .eventPage(range, result(server.events(range)))
    case .older(let last, let upto):
      input = .olderPage(
        upTo: upto,
        result(
          server.page(
            last: min(last, ModelServer.pageLimit), upto: upto, using: &generator)))
    }
    schedule(.toClient(input, connection: nil), after: latency())
  }
}

extension World {
  mutating func send(_ frame: ServerFrame) {
    guard let number = server.connection?.number else { return }
    for frame in faults.mangle(frame, using: &generator) {
      let arrival = now + .milliseconds(latency())
      // Without trouble a connection keeps its order.
      lastArrival = max(lastArrival, arrival)
      schedule(
        .toClient(.frame(frame), connection: number), at: scenario.reorders ? arrival : lastArrival)
    }
  }

  mutating func serve(_ frame: ClientFrame) {
    switch frame {
    case .hello(let hello):
      for frame in server.greet(hello, using: &generator) { send(frame) }
    case .catchUp(let request):
      guard let frames = server.answer(request, using: &generator) else {
        close(.positionVoid)
        return
      }
      for frame in frames { send(frame) }
    case .post(let key, let post):
      guard !strikes(faults.failRequest) else {
        send(.error(.init(Problem(.unavailable, "busy", retryAfterMilliseconds: 5), key: key)))
        return
      }
      let comment = server.log.post(
        by: server.audience.user, content: post.content, key: key, state: .visible,
        using: &generator)
      send(
        .ack(
          .comment(
            key: key, seq: comment.seq, commentID: comment.commentID, state: comment.state)))
    case .moderate(let key, let request):
      if let event = server.log.moderate(
        request, by: server.audience.user.userID, key: key, using: &generator)
      {
        send(.ack(.event(key: key, modSeq: event.modSeq, moderationID: event.moderationID)))
      } else {
        send(.error(.init(Problem(.conflict, "too late"), key: key)))
      }
    case .react, .seen:
      break
    }
  }

  mutating func close(_ code: CloseCode?) {
    guard let number = server.connection?.number else { return }
    // What was on its way is lost with the connection, or arrives before its end.
    if Bool.random(using: &generator) {
      pending.removeAll { if case .toClient(_, number?) = $0.what { true } else { false } }
    }
    server.connection?.isGreeted = false
    let end = max(lastArrival, now + .milliseconds(1))
    schedule(.toClient(.closed(code, ""), connection: number), at: end)
  }
}
