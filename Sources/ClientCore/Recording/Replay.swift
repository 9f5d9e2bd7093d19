public import LiveComments

/// Plays a recording into a stream, in its order and its time, as a state machine.
///
/// Several posts are under way at once, so that a slow network does not slow the replay; posts of
/// one connection are sequenced in their order (design §5.3). What was sent and not answered when a
/// connection ends is sent again on the next one, under the same keys: nothing is lost, and nothing
/// is posted twice. When the server asks to wait, nothing new is sent until everything under way is
/// answered; the refused comments then go first.
public struct Replay: Sendable {
  /// What happens to a replay.
  public enum Input: Sendable, Hashable {
    /// A connection is open; the stream's newest position is this.
    case connected(latestSeq: Seq)
    case disconnected
    case acknowledged(key: String, Seq, CommentID)
    case refused(key: String, Problem)
    /// A deadline that `nextDeadline` named has passed; harmless at any time.
    case tick
  }

  /// What a replay asks for.
  public enum Action: Sendable, Hashable {
    case send(key: String, PostRequest)
    /// The server refused this comment, and would refuse it again: the replay goes on without it.
    case refused(RecordedComment, Problem)
    /// The server refuses this client: the replay cannot go on.
    case failed(Problem)
    /// Every comment is answered.
    case finished
  }

  public struct Options: Sendable, Hashable {
    /// Speeds at which the times of any recording can be reckoned.
    public static let speeds = 0.01...1e6

    /// Recorded seconds per second, within `speeds`; 0 means as fast as the server accepts.
    public var speed = 1.0
    /// Posts under way at most.
    public var window = 32
    /// Comments a second at most: under the 5,000 that a server allows a stream by default
    /// (design §5.2), so that others get through and the order is kept.
    public var highestRate = 4_000.0
    /// Distinguishes a replay that is meant to post the same file once more.
    public var keySuffix = ""

    public init() {}
  }

  private let comments: [RecordedComment]
  private let options: Options
  private let keyPrefix: String
  /// The comments that others answer, by their recorded ids: their index, and the name that they
  /// got here.
  private var parents: [String: (index: Int, id: CommentID?)] = [:]

  /// The first comment that was never sent.
  private var next = 0
  /// Indices that wait to be sent again, ascending; all of them before `next`.
  private var again: [Int] = []
  /// Indices under way, ascending, and their keys.
  private var underWay: [Int] = []
  private var keys: [String: Int] = [:]

  private var isConnected = false
  private var isOver = false
  /// When the first comment was, or would have been, due: moved on by every interruption.
  private var start: Instant?
  private var interruptedAt: Instant?
  /// Nothing is sent before this, because the server asked to wait.
  private var holdUntil: Instant?
  /// Posts that may be under way: one after the server asked to wait, then gradually more.
  private var window: Int
  private var acknowledgedInWindow = 0
  private var pace: Pace
  /// Where the stream stood when the replay began: what is at or below it was posted before.
  private var latestAtStart: Seq?
  private var generator: SeededGenerator
  private var reconnects = 0
  public private(set) var progress: ReplayProgress

  /// - Parameter seed: for the delays between attempts to connect.
  public init(_ recording: Recording, options: Options = Options(), seed: UInt64) {
    generator = SeededGenerator(seed: seed)
    comments = recording.comments
    self.options = options
    keyPrefix = "replay-\(String(recording.fingerprint, radix: 16))-"
    window = max(1, options.window)
    pace = Pace(rate: options.highestRate, burst: Double(max(1, options.window)))
    let answered = Set(comments.compactMap(\.recordedReplyTo))
    for (index, comment) in comments.enumerated() {
      if let id = comment.recordedID, answered.contains(id) { parents[id] = (index, nil) }
    }
    progress = ReplayProgress(total: comments.count)
  }

  /// Takes one input at a moment and says what to do about it, in order.
  public mutating func handle(_ input: Input, at now: Instant) -> [Action] {
    guard !isOver else { return [] }
    var actions: [Action] = []
    switch input {
    case .connected(let latestSeq): connect(latestSeq: latestSeq, at: now)
    case .disconnected: disconnect(at: now)
    case .acknowledged(let key, let seq, let id): acknowledge(key, seq, id)
    case .refused(let key, let problem): refuse(key, problem, at: now, &actions)
    case .tick: break
    }
    send(at: now, &actions)
    progress.sample(at: now)
    if !isOver, next == comments.count, again.isEmpty, underWay.isEmpty {
      isOver = true
      actions.append(.finished)
    }
    return actions
  }

  /// When `tick` has something to do.
  public var nextDeadline: Instant? {
    guard isConnected, !isOver, underWay.count < window else { return nil }
    if let holdUntil { return underWay.isEmpty ? holdUntil : nil }
    guard let index = again.first ?? (next < comments.count ? next : nil), !waitsForParent(index)
    else { return nil }
    return max(due(index), pace.nextSend)
  }

  /// How long to wait before the next attempt to connect: longer with every one that fails.
  public mutating func reconnectDelay() -> Duration {
    defer { reconnects += 1 }
    return Backoff.delay(attempt: reconnects, using: &generator)
  }

  /// How long the recording goes on, at the replay's speed, from the moment given.
  public func recordedTimeLeft(at now: Instant) -> Duration {
    guard options.speed > 0, let last = comments.last, let start, next < comments.count else {
      return .zero
    }
    return max(.zero, start + last.offset / options.speed - now)
  }
}

extension Replay {
  private mutating func connect(latestSeq: Seq, at now: Instant) {
    isConnected = true
    reconnects = 0
    latestAtStart = latestAtStart ?? latestSeq
    if let start, let interruptedAt {
      self.start = start + (now - interruptedAt)
    } else {
      start = start ?? now
    }
    interruptedAt = nil
  }

  private mutating func disconnect(at now: Instant) {
    isConnected = false
    interruptedAt = interruptedAt ?? now
    holdUntil = nil
    again = (again + underWay).sorted()
    underWay.removeAll()
    keys.removeAll()
  }

  private mutating func acknowledge(_ key: String, _ seq: Seq, _ id: CommentID) {
    guard let index = answered(key) else { return }
    if let latestAtStart, seq <= latestAtStart {
      progress.alreadyThere += 1
    } else {
      progress.accepted += 1
    }
    if let first = again.first, first < index { progress.displaced += 1 }
    if let recordedID = comments[index].recordedID, parents[recordedID] != nil {
      parents[recordedID]?.id = id
    }
    // What was sent before the server asked to wait says nothing about now.
    guard holdUntil == nil else { return }
    acknowledgedInWindow += 1
    if acknowledgedInWindow >= window, window < options.window {
      window += 1
      acknowledgedInWindow = 0
    }
  }

  private mutating func refuse(
    _ key: String, _ problem: Problem, at now: Instant, _ actions: inout [Action]
  ) {
    guard let index = answered(key) else { return }
    switch problem.code {
    case .busy, .rateLimited, .unavailable, .internalError:
      let wait = Duration.milliseconds(max(problem.retryAfterMilliseconds ?? 500, 10))
      holdUntil = max(holdUntil ?? now, now + wait)
      window = 1
      acknowledgedInWindow = 0
      again.insert(index, at: again.firstIndex { $0 > index } ?? again.count)
      progress.waits += 1
    case .tokenMissing, .tokenInvalid, .tokenExpired, .forbidden:
      isOver = true
      actions.append(.failed(problem))
    default:
      // Slow mode too: it would have kept this person from writing, and waiting for it would hold
      // up everybody else.
      progress.refused[problem.code, default: 0] += 1
      actions.append(.refused(comments[index], problem))
    }
  }

  private mutating func answered(_ key: String) -> Int? {
    guard let index = keys.removeValue(forKey: key) else { return nil }
    underWay.removeAll { $0 == index }
    return index
  }
}

extension Replay {
  private mutating func send(at now: Instant, _ actions: inout [Action]) {
    guard isConnected, !isOver else { return }
    if let holdUntil {
      guard underWay.isEmpty, now >= holdUntil else { return }
      self.holdUntil = nil
    }
    while underWay.count < window {
      let index = again.first ?? next
      guard index < comments.count, due(index) <= now, !waitsForParent(index), pace.take(at: now)
      else { return }
      if again.isEmpty { next += 1 } else { again.removeFirst() }
      underWay.append(index)
      actions.append(.send(key: key(of: index), request(of: index)))
    }
  }

  private mutating func key(of index: Int) -> String {
    let key = "\(keyPrefix)\(comments[index].record)\(options.keySuffix)"
    keys[key] = index
    return key
  }

  private func request(of index: Int) -> PostRequest {
    let comment = comments[index]
    return PostRequest(
      content: comment.content, replyTo: comment.recordedReplyTo.flatMap { parents[$0]?.id },
      author: comment.author)
  }

  private func due(_ index: Int) -> Instant {
    guard let start else { return Instant(microseconds: .max) }
    guard options.speed > 0 else { return start }
    return start + comments[index].offset / options.speed
  }

  /// A reply names its parent by the id that the server gave it, so it waits for the answer.
  private func waitsForParent(_ index: Int) -> Bool {
    guard let parent = comments[index].recordedReplyTo.flatMap({ parents[$0] }) else {
      return false
    }
    return underWay.contains(parent.index)
  }
}

/// A token bucket: so many sends a second, and a burst after a pause.
private struct Pace: Sendable {
  private let interval: Int64
  private let burst: Int64
  /// When the next send would be due if nothing had ever been saved up.
  private var theoretical: Instant?

  init(rate: Double, burst: Double) {
    interval = max(1, Int64(1_000_000 / max(rate, 0.001)))
    self.burst = Int64(burst) * interval
  }

  /// The generic cell rate algorithm: a send conforms while the schedule is at most a burst ahead.
  mutating func take(at now: Instant) -> Bool {
    let scheduled = max(theoretical ?? now, now)
    guard scheduled.microseconds - now.microseconds <= burst else { return false }
    theoretical = Instant(microseconds: scheduled.microseconds + interval)
    return true
  }

  var nextSend: Instant {
    theoretical.map { Instant(microseconds: $0.microseconds - burst) }
      ?? Instant(microseconds: .min)
  }
}
