import LiveComments

/// A moderator at work: sends one action after the other, and times every answer.
final class Moderator: LivePeer {
  private(set) var isLive = false
  private(set) var closed: String?
  /// Actions that were acknowledged.
  private(set) var accepted = 0
  /// Refusals, by their code.
  private(set) var refusals: [String: Int] = [:]
  /// The position of the newest event that was acknowledged.
  private(set) var latestModSeq: Int64 = 0
  /// From sent to acknowledged.
  var latency = Latency()
  /// When the actions that are unanswered were sent, by their number.
  private var sentAt: [Int: UInt64] = [:]
  private var count = 0
  private var answers: [UInt8]?

  var inFlight: Int { sentAt.count }

  /// The request as a masked frame.
  func frame(for request: ModerationRequest) throws -> [UInt8] {
    sentAt[count] = Clock.monotonicNanoseconds()
    defer { count += 1 }
    return try ClientFraming.bytes(.moderate(key: "m\(count)", request))
  }

  func close(_ reason: String) {
    isLive = false
    closed = reason
  }

  func takeAnswers() -> [UInt8]? {
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    return switch Envelope(beginning).kind {
    case .comments, .moderation: false
    default: true
    }
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
    case .ack(.event(let key, let modSeq, _)):
      guard let sent = settle(key) else { return }
      accepted += 1
      latestModSeq = max(latestModSeq, modSeq.rawValue)
      latency.record(microseconds: Int64((Clock.monotonicNanoseconds() - sent) / 1_000))
    case .error(let error):
      _ = settle(error.key ?? "")
      refusals[error.code.rawValue, default: 0] += 1
    case .welcome: isLive = true
    case .heartbeat(let heartbeat):
      let seen = ClientFrame.seen(
        lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)
      answers = (answers ?? []) + ((try? ClientFraming.bytes(seen)) ?? [])
    default: break
    }
  }

  private func settle(_ key: String) -> UInt64? {
    Int(key.dropFirst()).flatMap { sentAt.removeValue(forKey: $0) }
  }
}
