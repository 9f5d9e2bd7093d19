import LiveComments

/// One user who reacts: writes frames that are ready, and reads the totals.
final class Reactor: LivePeer {
  private(set) var isLive = false
  private let tally: ReactorTally
  private let frames: [[UInt8]]
  private var count = 0
  private var answers: [UInt8]?

  /// - Parameter frames: what it sends, one after the other, again and again; not empty.
  init(tally: ReactorTally, frames: [[UInt8]]) {
    self.tally = tally
    self.frames = frames
  }

  /// The next reaction as a masked frame.
  func nextFrame() -> [UInt8] {
    defer { count += 1 }
    return frames[count % frames.count]
  }

  func close(_ reason: String) {
    isLive = false
    tally.closed.append(reason)
  }

  func takeAnswers() -> [UInt8]? {
    defer { answers = nil }
    return answers
  }

  /// Totals are the same for everybody: one reads them for all.
  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    switch Envelope(beginning).kind {
    case .comments: return false
    case .reactions: return tally.observer == nil || tally.observer === self
    default: return true
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
    case .reactions(let totals):
      tally.observer = self
      tally.frames += 1
      tally.total =
        totals.counts.values.reduce(0, +)
        + totals.comments.values.reduce(0) { $0 + $1.values.reduce(0, +) }
    case .error(let error): tally.refusals[error.code.rawValue, default: 0] += 1
    case .welcome:
      isLive = true
      tally.welcomed += 1
    case .heartbeat(let heartbeat):
      let seen = ClientFrame.seen(
        lastSeenSeq: heartbeat.latestSeq, lastModSeq: heartbeat.latestModSeq)
      answers = (answers ?? []) + ((try? ClientFraming.bytes(seen)) ?? [])
    default: break
    }
  }
}

/// What all reacting users counted; belongs to their thread.
final class ReactorTally {
  /// Frames sent.
  var sent = 0
  /// The sum of all totals in the newest frame.
  var total = 0
  /// Frames of totals that the observer has had.
  var frames = 0
  var refusals: [String: Int] = [:]
  var welcomed = 0
  var closed: [String] = []
  /// Who reads the totals.
  weak var observer: Reactor?
}
