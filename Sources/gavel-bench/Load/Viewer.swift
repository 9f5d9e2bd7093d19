import LiveComments

/// One viewer of the swarm: proves that it misses nothing, and counts what it receives.
final class Viewer: LivePeer {
  /// The last position that this viewer has covered on each plane; nil before `welcome`.
  private(set) var covered: Int64?
  private(set) var moderationCovered: Int64?
  /// Whether it stops to read once it is live, and never does again.
  let isStalled: Bool
  private let tally: ViewerTally
  /// Whether this viewer's latencies are recorded: a sample of all.
  private let isTimed: Bool
  private var skipped: (kind: Envelope.Kind, key: BatchIndex.Key, content: BatchIndex.Content)?
  private var answers: [UInt8]?
  /// When the bytes that are being scanned were at this viewer's socket.
  private var arrivedAt: Int64 = 0

  init(tally: ViewerTally, isTimed: Bool, isStalled: Bool = false) {
    self.tally = tally
    self.isTimed = isTimed
    self.isStalled = isStalled
  }

  var wantsArrivalTimes: Bool { isTimed }
  var wantsLittle: Bool { !isTimed }

  var isReading: Bool { !isStalled || covered == nil }

  func close(_ reason: String) {
    if isReading { tally.close(reason) } else { tally.window.closedStalled += 1 }
  }

  func arrived(at microseconds: Int64) { arrivedAt = microseconds }

  func takeAnswers() -> [UInt8]? {
    guard answers != nil else { return nil }
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    let envelope = Envelope(beginning)
    guard envelope.isBatch else { return true }
    let key = BatchIndex.Key(envelope, length: head.length)
    guard let content = tally.content(of: key, envelope.kind) else { return true }
    skipped = (envelope.kind, key, content)
    return false
  }

  func finishSkipped() {
    guard let (kind, key, content) = skipped else { return }
    skipped = nil
    count(kind, key, content)
  }

  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer) {
    switch head.opcode {
    case FrameHead.text: break
    case FrameHead.ping: return answer(payload, opcode: FrameHead.pong)
    default: return
    }
    let envelope = Envelope(payload)
    if envelope.isBatch {
      let key = BatchIndex.Key(envelope, length: head.length)
      return count(envelope.kind, key, tally.read(payload, as: key, envelope.kind))
    }
    switch envelope.kind {
    case .comments, .moderation, .welcome, .heartbeat, .historyRequired, .unknown: decode(payload)
    case .ack, .error, .reactions, .other: break
    }
  }

  private func count(
    _ kind: Envelope.Kind, _ key: BatchIndex.Key, _ content: BatchIndex.Content
  ) {
    tally.window.frames += 1
    tally.window.bytes += key.length
    if kind == .moderation {
      countEvents(key, content)
    } else {
      countComments(key, content)
    }
  }

  private func countComments(_ key: BatchIndex.Key, _ content: BatchIndex.Content) {
    if let covered {
      if key.after > covered { tally.window.gaps += 1 }
      if key.upto <= covered {
        tally.window.repeats += 1
        return
      }
    }
    covered = key.upto
    tally.window.deliveries += content.count
    tally.window.sampledOut += content.sampledOut
    guard isTimed else { return }
    for (accepted, comments) in content.accepted {
      tally.latency.record(microseconds: arrivedAt - accepted * 1_000, count: comments)
    }
    for submitted in content.submitted {
      tally.submitLatency.record(microseconds: arrivedAt - submitted)
    }
  }

  private func countEvents(_ key: BatchIndex.Key, _ content: BatchIndex.Content) {
    if let moderationCovered {
      if key.after > moderationCovered { tally.window.gaps += 1 }
      if key.upto <= moderationCovered {
        tally.window.repeats += 1
        return
      }
    }
    moderationCovered = key.upto
    tally.window.events += content.count
    guard isTimed else { return }
    for (accepted, events) in content.accepted {
      tally.moderationLatency.record(microseconds: arrivedAt - accepted * 1_000, count: events)
    }
  }

  /// A frame that is rare enough to be decoded, or whose envelope does not begin with its positions.
  private func decode(_ payload: UnsafeRawBufferPointer) {
    switch try? WireCodec.decode(ServerFrame.self, from: payload) {
    case .welcome(let welcome):
      covered = welcome.latestSeq.rawValue
      moderationCovered = welcome.latestModSeq.rawValue
      tally.welcomed += 1
    case .heartbeat(let heartbeat):
      let seen = ClientFrame.seen(
        lastSeenSeq: Seq(rawValue: covered ?? 0) ?? .zero, lastModSeq: heartbeat.latestModSeq)
      answers = (answers ?? []) + ((try? ClientFraming.bytes(seen)) ?? [])
    case .comments(let batch):
      let key = BatchIndex.Key(
        after: batch.after.rawValue, upto: batch.upto.rawValue, length: payload.count)
      count(.comments, key, tally.read(payload, as: key, .comments))
    case .moderation(let batch):
      let key = BatchIndex.Key(
        after: batch.after.rawValue, upto: batch.upto.rawValue, length: payload.count)
      count(.moderation, key, tally.read(payload, as: key, .moderation))
    case .historyRequired(.comments(let range)):
      tally.window.leftToHistory += Int(range.upto.rawValue - range.after.rawValue)
      covered = max(covered ?? 0, range.upto.rawValue)
    case .historyRequired(.moderation(let range)):
      tally.window.leftToHistory += Int(range.upto.rawValue - range.after.rawValue)
      moderationCovered = max(moderationCovered ?? 0, range.upto.rawValue)
    default: break
    }
  }

  private func answer(_ payload: UnsafeRawBufferPointer, opcode: UInt8) {
    answers = (answers ?? []) + ClientFraming.bytes(payload, opcode: opcode)
  }
}

extension Envelope {
  /// Whether the positions of a batch of either plane have been read.
  fileprivate var isBatch: Bool { (kind == .comments || kind == .moderation) && upto >= 0 }
}

extension BatchIndex.Key {
  fileprivate init(_ envelope: Envelope, length: Int) {
    self.init(after: envelope.after, upto: envelope.upto, length: length)
  }
}
