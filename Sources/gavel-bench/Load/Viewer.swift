import LiveComments

/// One viewer of the swarm: proves that it misses nothing, and counts what it receives.
final class Viewer: LivePeer {
  /// The last position that this viewer has covered; nil before `welcome`.
  private(set) var covered: Int64?
  private let tally: ViewerTally
  /// Whether this viewer's latencies are recorded: a sample of all.
  private let timed: Bool
  private var skipped: (key: BatchIndex.Key, content: BatchIndex.Content)?
  private var answers: [UInt8]?

  init(tally: ViewerTally, timed: Bool) {
    self.tally = tally
    self.timed = timed
  }

  func close(_ reason: String) { tally.close(reason) }

  func takeAnswers() -> [UInt8]? {
    guard answers != nil else { return nil }
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    let envelope = Envelope(beginning)
    guard envelope.kind == .comments, envelope.upto >= 0 else { return true }
    let key = BatchIndex.Key(after: envelope.after, upto: envelope.upto, length: head.length)
    guard let content = tally.batches.content(of: key) else { return true }
    skipped = (key, content)
    return false
  }

  func finishSkipped() {
    guard let (key, content) = skipped else { return }
    skipped = nil
    count(key, content)
  }

  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer) {
    switch head.opcode {
    case FrameHead.text: break
    case FrameHead.ping: return answer(payload, opcode: FrameHead.pong)
    default: return
    }
    let envelope = Envelope(payload)
    switch envelope.kind {
    case .comments where envelope.upto >= 0:
      let key = BatchIndex.Key(after: envelope.after, upto: envelope.upto, length: head.length)
      count(key, tally.batches.read(payload, as: key))
    case .comments, .welcome, .heartbeat, .historyRequired, .unknown: decode(payload)
    case .ack, .error, .other: break
    }
  }

  private func count(_ key: BatchIndex.Key, _ content: BatchIndex.Content) {
    tally.window.frames += 1
    tally.window.bytes += key.length
    if let covered {
      if key.after > covered { tally.window.gaps += 1 }
      if key.upto <= covered {
        tally.window.repeats += 1
        return
      }
    }
    covered = key.upto
    tally.window.deliveries += content.comments
    guard timed else { return }
    let now = Clock.wallMilliseconds()
    for (accepted, comments) in content.accepted {
      tally.latency.record(microseconds: (now - accepted) * 1_000, count: comments)
    }
  }

  /// A frame that is rare enough to be decoded, or whose envelope does not begin with its positions.
  private func decode(_ payload: UnsafeRawBufferPointer) {
    switch try? WireCodec.decode(ServerFrame.self, from: payload) {
    case .welcome(let welcome):
      covered = welcome.latestSeq.rawValue
      tally.welcomed += 1
    case .heartbeat(let heartbeat):
      let seen = ClientFrame.seen(
        lastSeenSeq: Seq(rawValue: covered ?? 0) ?? .zero, lastModSeq: heartbeat.latestModSeq)
      answers = (answers ?? []) + ((try? ClientFraming.bytes(seen)) ?? [])
    case .comments(let batch):
      let key = BatchIndex.Key(
        after: batch.after.rawValue, upto: batch.upto.rawValue, length: payload.count)
      count(key, tally.batches.read(payload, as: key))
    case .historyRequired(.comments(let range)):
      tally.window.leftToHistory += Int(range.upto.rawValue - range.after.rawValue)
      covered = max(covered ?? 0, range.upto.rawValue)
    default: break
    }
  }

  private func answer(_ payload: UnsafeRawBufferPointer, opcode: UInt8) {
    answers = (answers ?? []) + ClientFraming.bytes(payload, opcode: opcode)
  }
}
