public import ClientCore
import LiveComments

/// Lets a simulated audience watch and write: it posts as a service, each comment for its author.
public actor AudiencePlayer {
  private var audience: SimulatedAudience
  private let io: SessionIO
  private let wakeups: AsyncStream<Void>
  private let crowd: Crowd
  private var isConnected = false
  private var start: Instant?
  private var upcoming: AudienceEvent?
  /// What became of the latest posts, for those that answer them: at most `memory` numbers back.
  private var ids: [Int: CommentID] = [:]

  /// A reply answers what was said in its own scene or shortly before.
  private static let memory = 1_024

  /// Throws `TransportFailure` when the certificates to trust cannot be read.
  public init(
    url: StreamURL, token: Token, audience: SimulatedAudience
  ) throws(TransportFailure) {
    let (wakeups, wake) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    io = try SessionIO(url: url, token: token) { wake.yield() }
    self.wakeups = wakeups
    self.audience = audience
    crowd = Crowd(url: url)
  }

  /// Plays until the task is cancelled.
  public func run() async {
    io.perform(.connect)
    for await _ in wakeups {
      for input in io.takeInputs() { take(input) }
      play()
    }
    io.perform(.close(.goingAway))
    try? crowd.become(0)
  }

  private func take(_ input: SessionInput) {
    switch input {
    case .opened: io.perform(.send(.hello(ClientFrame.Hello())))
    case .frame(.welcome):
      isConnected = true
    case .frame(.ack(.comment(let key, _, let id, _))):
      guard let number = Int(key.dropFirst("audience-".count)) else { return }
      ids[number] = id
      ids[number - Self.memory] = nil
    case .frame(.heartbeat(let heartbeat)):
      io.perform(
        .send(.seen(lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)))
    case .closed, .failed:
      isConnected = false
      io.schedule(MonotonicClock.now() + .seconds(1))
    case .tick where !isConnected:
      io.perform(.connect)
    default:
      // Refusals included: a comment that is refused was never said.
      break
    }
  }

  /// Does everything that is due, and asks to be woken for the next thing.
  private func play() {
    guard isConnected else { return }
    let now = MonotonicClock.now()
    let start = start ?? now
    self.start = start
    while let event = upcoming ?? audience.next() {
      guard start + event.at <= now else {
        upcoming = event
        io.schedule(start + event.at)
        return
      }
      upcoming = nil
      perform(event)
    }
  }

  private func perform(_ event: AudienceEvent) {
    switch event.deed {
    case .viewers(let count):
      // The certificates that the crowd trusts are those that this connection was made with.
      try? crowd.become(count)
    case .react(let reaction):
      // A comment that was refused, or is not there yet, gets none.
      let commentID = reaction.post.flatMap { ids[$0] }
      guard reaction.post == nil || commentID != nil else { return }
      io.perform(
        .send(
          .react(
            ClientFrame.React(
              emoji: reaction.emoji, count: reaction.count, commentID: commentID))))
    case .post(let post):
      let request = PostRequest(
        content: post.content, replyTo: post.replyTo.flatMap { ids[$0] }, author: post.author)
      io.perform(.send(.post(key: "audience-\(post.number)", request)))
    }
  }
}
