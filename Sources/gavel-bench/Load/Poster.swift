import LiveComments

/// One posting user: keeps at most `window` posts unanswered, and times every answer.
final class Poster: LivePeer {
  let window: Int
  private(set) var inFlight = 0
  private(set) var isLive = false
  private let tally: PosterTally
  private var chatter: Chatter
  /// Whether it posts in others' names, as a service may.
  private let forOthers: Bool
  /// Whether its comments say when they were submitted.
  private let isStamping: Bool
  private var count = 0
  /// When the posts that are unanswered were sent, by their number modulo the ring's length.
  private var sentAt: [UInt64]
  private var answers: [UInt8]?

  init(tally: PosterTally, chatter: Chatter, window: Int, forOthers: Bool, isStamping: Bool = false)
  {
    self.tally = tally
    self.chatter = chatter
    self.window = window
    self.forOthers = forOthers
    self.isStamping = isStamping
    sentAt = Array(repeating: 0, count: window)
  }

  var canPost: Bool { isLive && inFlight < window }

  /// The next post as a masked frame.
  func nextPost() throws -> [UInt8] {
    var request = chatter.post()
    if !forOthers { request.author = nil }
    if isStamping { request.content = SubmitStamp.stamped(request.content) }
    let frame = try ClientFraming.bytes(.post(key: String(count), request))
    sentAt[count % window] = Clock.monotonicNanoseconds()
    count += 1
    inFlight += 1
    tally.countPost()
    return frame
  }

  func close(_ reason: String) {
    isLive = false
    tally.close(reason)
  }

  func takeAnswers() -> [UInt8]? {
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    return Envelope(beginning).kind != .comments
  }

  func finishSkipped() {}

  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer) {
    switch head.opcode {
    case FrameHead.text: break
    case FrameHead.ping:
      answers = (answers ?? []) + ClientFraming.bytes(payload, opcode: FrameHead.pong)
      return
    default: return
    }
    switch try? WireCodec.decode(ServerFrame.self, from: payload) {
    case .ack(.comment(let key, let seq, let commentID, _)):
      settle(key) { tally.accept(commentID, seq: seq.rawValue, nanoseconds: $0) }
    case .error(let error):
      settle(error.key ?? "") { _ in tally.refuse(error.code.rawValue) }
    case .status(let status):
      tally.level = status.level
      tally.slowModeSeconds = status.slowModeSeconds
    case .welcome:
      isLive = true
      tally.countWelcome()
    case .heartbeat(let heartbeat):
      let seen = ClientFrame.seen(
        lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)
      answers = (answers ?? []) + ((try? ClientFraming.bytes(seen)) ?? [])
    default: break
    }
  }

  private func settle(_ key: String, _ settle: (UInt64) -> Void) {
    guard let number = Int(key), number < count else { return }
    inFlight -= 1
    settle(Clock.monotonicNanoseconds() - sentAt[number % window])
  }
}
