import LiveComments

/// A viewer that loses its connection and comes back with what it has: proves that it misses nothing.
final class ReturningViewer: LivePeer {
  /// What it has covered of both planes; nil before its first `welcome`.
  private(set) var resume: ResumePoint?
  /// What it had to cover to be where the stream was when it was welcomed last; nil while it is away.
  private var owed: (seq: Seq, modSeq: ModSeq)?
  /// What it was told to fetch over HTTP, and has not yet.
  private(set) var toFetch: Coverage<CommentPlane>?
  /// How long the server asked it to stay away, in milliseconds; taken by `takePutOff`.
  private var putOff: Int?
  /// Its place among the viewers.
  let number: Int
  private let tally: StormTally
  private var skipped: Envelope?
  private var answers: [UInt8]?
  private var isCounted = true

  init(number: Int, tally: StormTally) {
    self.number = number
    self.tally = tally
  }

  /// Whether it is live and has all that there was when it was welcomed.
  var isWhole: Bool {
    guard let owed, let resume, toFetch == nil else { return false }
    return resume.lastSeenSeq >= owed.seq && resume.lastModSeq >= owed.modSeq
  }

  /// A connection that the server puts off is given up.
  var isLeaving: Bool { putOff != nil }

  /// The viewer's connection is taken away from it.
  func drop() {
    leave()
    isCounted = false
  }

  func takePutOff() -> Int? {
    defer { putOff = nil }
    return putOff
  }

  /// It has every page of the range, which it may have given up in the meantime.
  func fetched(_ range: Coverage<CommentPlane>) {
    guard toFetch == range else { return }
    toFetch = nil
    noteWhole()
  }

  func close(_ reason: String) {
    leave()
    tally.lost(self, reason: putOff == nil ? reason : nil)
  }

  /// What it has not fetched it does not have.
  private func leave() {
    owed = nil
    guard let range = toFetch else { return }
    toFetch = nil
    resume?.lastSeenSeq = range.after
  }

  func takeAnswers() -> [UInt8]? {
    guard answers != nil else { return nil }
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    let envelope = Envelope(beginning)
    switch envelope.kind {
    case .comments where envelope.upto >= 0, .moderation where envelope.upto >= 0:
      skipped = envelope
      return false
    default: return true
    }
  }

  func finishSkipped() {
    guard let envelope = skipped else { return }
    skipped = nil
    cover(envelope)
    noteWhole()
  }

  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer) {
    switch head.opcode {
    case FrameHead.text: decode(payload)
    case FrameHead.ping: answer(ClientFraming.bytes(payload, opcode: FrameHead.pong))
    default: break
    }
  }

  private func cover(_ envelope: Envelope) {
    guard let resume else { return }
    if envelope.kind == .comments {
      if envelope.after > resume.lastSeenSeq.rawValue { tally.gaps += 1 }
      if let upto = Seq(rawValue: envelope.upto) {
        self.resume?.lastSeenSeq = max(resume.lastSeenSeq, upto)
      }
    } else {
      if envelope.after > resume.lastModSeq.rawValue { tally.gaps += 1 }
      if let upto = ModSeq(rawValue: envelope.upto) {
        self.resume?.lastModSeq = max(resume.lastModSeq, upto)
      }
    }
  }

  private func decode(_ payload: UnsafeRawBufferPointer) {
    switch try? WireCodec.decode(ServerFrame.self, from: payload) {
    case .welcome(let welcome): join(welcome)
    case .historyRequired(.comments(let range)): owe(range)
    case .reconnect(let milliseconds):
      putOff = milliseconds
      tally.putOff += 1
    case .heartbeat(let heartbeat):
      let seen = ClientFrame.seen(
        lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)
      if let bytes = try? ClientFraming.bytes(seen) { answer(bytes) }
    default: break
    }
  }

  private func join(_ welcome: ServerFrame.Welcome) {
    owed = (welcome.latestSeq, welcome.latestModSeq)
    tally.welcomes[welcome.resume, default: 0] += 1
    switch welcome.resume {
    case .inline: break
    case .history:
      owe(Coverage(after: resume?.lastSeenSeq ?? .zero, upto: welcome.latestSeq))
    case .fresh, .reset:
      resume = ResumePoint(
        epoch: welcome.epoch, lastSeenSeq: welcome.latestSeq, lastModSeq: welcome.latestModSeq)
    }
    noteWhole()
  }

  /// Has to fetch a range, and what it had to fetch before.
  private func owe(_ range: Coverage<CommentPlane>) {
    let after = min(toFetch?.after ?? range.after, range.after)
    toFetch = Coverage(after: after, upto: max(toFetch?.upto ?? range.upto, range.upto))
    let seen = resume?.lastSeenSeq ?? .zero
    resume?.lastSeenSeq = max(seen, range.upto)
    tally.wantsFetch(self)
  }

  private func noteWhole() {
    guard !isCounted, isWhole else { return }
    isCounted = true
    tally.returned()
  }

  private func answer(_ bytes: [UInt8]) { answers = (answers ?? []) + bytes }
}
