public import LiveComments

/// A client's side of the protocol as a state machine: inputs and the time in, actions out.
///
/// It joins, greets, resumes, catches up, backs off and drains; it holds the feed, and what the
/// user asked for until that is settled. It does no I/O.
public struct Session: Sendable {
  public let streamID: StreamID
  public let configuration: Configuration
  public internal(set) var feed: Feed
  public internal(set) var connection = ConnectionState.idle
  /// Who the server says this is; nil without a valid token for this stream.
  public internal(set) var you: User?
  public internal(set) var stream = StreamStatus()
  public internal(set) var outbox: Outbox

  var generator: SeededGenerator
  /// Connections and joins that failed since the last healthy connection.
  var attempt = 0
  var liveSince: Instant?
  /// When the present connection, or the attempt to make one, was last known to live.
  var lastLife = Instant(microseconds: 0)
  var heartbeat = Duration.seconds(15)
  /// Whether a connection has been live since `start`: the next one resumes.
  var hasBeenLive = false
  var joinPoint: JoinPoint
  var rejoining: Rejoining?
  var resumption: Resumption?
  var older: OlderRequest?
  /// When a reaction was sent last: refusals without a key may be about it.
  var reactedAt: Instant?

  public init(streamID: StreamID, configuration: Configuration = Configuration(), seed: UInt64) {
    self.streamID = streamID
    self.configuration = configuration
    generator = SeededGenerator(seed: seed)
    feed = Feed(limits: configuration.feed, seed: generator.next())
    outbox = Outbox(limit: configuration.outboxLimit)
    joinPoint = configuration.join
  }
}

extension Session {
  public struct Configuration: Sendable, Hashable {
    public var join = JoinPoint.newest(Limits.joinComments)
    /// Whether a feed that is behind by more than the timeline holds joins afresh instead of
    /// fetching everything. False for readers that must not miss a comment, and for those that
    /// begin at the beginning.
    public var jumpsWhenBehind = true
    /// Requests that wait for an answer; more are refused at once.
    public var outboxLimit = 64
    public var feed = FeedLimits()

    public init() {}
  }

  /// How long the steps of making a connection may take.
  static let patience = Duration.seconds(10)
  /// A connection that lived so long was healthy: the backoff starts anew (design §6).
  static let health = Duration.seconds(60)
  /// How long after a reaction its refusal may come.
  static let reactionAnswer = Duration.seconds(10)
  /// Temporary refusals are tried again without asking when the wait is no longer than this.
  static let longestAutomaticRetry = Duration.seconds(10)
  /// Times that a request is sent without asking, at most.
  static let automaticAttempts = 5
  /// A drain may put off the reconnection by so much, at most.
  static let longestDrain = 300_000

  /// A join on a connection that is live already.
  struct Rejoining: Sendable {
    var join: JoinPoint
    /// When to fetch the page; nil while it is being fetched.
    var dueAt: Instant?
    var attempt = 0
  }

  /// What a resumed feed has caught up with so far.
  struct Resumption: Sendable {
    var target: Seq
    var comments = 0
  }
}

extension Session {
  /// Takes one input at a moment and says what to do about it, in order.
  public mutating func handle(_ input: SessionInput, at now: Instant) -> [SessionAction] {
    var actions: [SessionAction] = []
    switch input {
    case .start: start(at: now, &actions)
    case .stop: stop(.requested, &actions)
    case .joined(let result): joined(result, at: now, &actions)
    case .commentPage(let range, let result): commentPage(range, result, at: now, &actions)
    case .eventPage(_, let result): eventPage(result, at: now, &actions)
    case .olderPage(let floor, let result): olderPage(upTo: floor, result, &actions)
    case .opened: opened(at: now, &actions)
    case .failed(let failure): connectionFailed(failure, at: now, &actions)
    case .frame(let frame): receive(frame, at: now, &actions)
    case .badFrame(let problem):
      // Whatever it was, coverage will show whether something is missing.
      alive(at: now, &actions)
      actions.append(.notice(problem))
    case .alive: alive(at: now, &actions)
    case .closed(let code, let reason): closed(code, reason, at: now, &actions)
    case .tick: tick(at: now, &actions)
    case .post(let key, let request): submit(.post(request), key, at: now, &actions)
    case .moderate(let key, let request): submit(.moderation(request), key, at: now, &actions)
    case .react(let reaction):
      if connection.isConnected {
        reactedAt = now
        actions.append(.send(.react(reaction)))
      }
    case .retry(let key): retry(key, at: now, &actions)
    case .discard(let key): discard(key, &actions)
    case .loadOlder(let floor): loadOlder(upTo: floor, &actions)
    }
    return actions
  }

  /// When `tick` is due; nil when nothing is.
  public var nextDeadline: Instant? {
    var deadlines = [feed.nextDeadline, rejoining?.dueAt]
    switch connection {
    case .waiting(let until, _, _): deadlines.append(until)
    case .connecting, .greeting: deadlines.append(lastLife + Self.patience)
    case .live: deadlines += [lastLife + heartbeat * 3 / 2, outbox.nextDeadline]
    case .stalled: deadlines += [lastLife + heartbeat * 2, outbox.nextDeadline]
    case .draining(let until): deadlines += [until, outbox.nextDeadline]
    case .idle, .joining, .stopped: break
    }
    return deadlines.compactMap(\.self).min()
  }

  private mutating func tick(at now: Instant, _ actions: inout [SessionAction]) {
    switch connection {
    case .waiting(let until, _, _) where until <= now:
      begin(at: now, &actions)
    case .connecting where lastLife + Self.patience <= now:
      cancel(&actions)
      lose(.silent, at: now, &actions)
    case .greeting where lastLife + Self.patience <= now:
      actions.append(.close(.goingAway))
      lose(.silent, at: now, &actions)
    case .draining(let until) where until <= now:
      leave(at: now, &actions)
    case .live, .stalled, .draining:
      listen(at: now, &actions)
    default:
      break
    }
    if let due = rejoining?.dueAt, due <= now, let join = rejoining?.join {
      rejoining?.dueAt = nil
      actions.append(.fetchJoin(join))
    }
    if connection.isConnected { sendDue(at: now, &actions) }
    absorb(feed.tick(at: now), at: now, &actions)
  }

  mutating func become(_ state: ConnectionState, _ actions: inout [SessionAction]) {
    guard connection != state else { return }
    connection = state
    actions.append(.connectionChanged(state))
  }

  /// Passes on what the feed says, and turns its requests into the session's.
  mutating func absorb(
    _ feedActions: [FeedAction], at now: Instant, _ actions: inout [SessionAction]
  ) {
    for action in feedActions {
      switch action {
      case .catchUp(let range, by: .inline): actions.append(.send(.catchUp(.init(range: range))))
      case .catchUp(.comments(let range), by: .history): actions.append(.fetchComments(range))
      case .catchUp(.moderation(let range), by: .history): actions.append(.fetchEvents(range))
      case .inserted(let comments):
        resumption?.comments += comments.count
        actions.append(.feed(action))
      case .moderated(let event):
        actions.append(.feed(action))
        heed(event, &actions)
      case .updated, .retracted, .evicted, .cleared, .pinsChanged:
        actions.append(.feed(action))
      }
    }
    if feed.isJoined { settleAccepted(upTo: feed.lastSeenSeq, &actions) }
    if let resumption, feed.isJoined, feed.lastSeenSeq >= resumption.target {
      self.resumption = nil
      actions.append(.caughtUp(comments: resumption.comments))
    }
  }

  /// Changes what is known of the stream. Another level samples otherwise, or not at all: what was
  /// seen of it is over, whoever says first that the level is another.
  mutating func changeStream(_ change: (inout StreamStatus) -> Void) {
    let level = stream.level
    change(&stream)
    if stream.level != level { feed.sampling = SampledShare() }
  }

  /// What an event means beyond the feed: the stream's registers, and a post held for review.
  private mutating func heed(_ event: ModerationEvent, _ actions: inout [SessionAction]) {
    let before = stream
    let ledger = feed.ledger
    changeStream { $0.take(event, ledger) }
    if stream != before { actions.append(.statusChanged(stream)) }
    for target in event.targets ?? [] { settleHeld(target, &actions) }
  }
}
