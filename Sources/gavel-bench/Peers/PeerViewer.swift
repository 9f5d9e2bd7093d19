import LiveComments

/// A viewer of a peer: counts messages, and reads of some when they were submitted.
final class PeerViewer: LivePeer {
  private let tally: ViewerTally
  private let isTimed: Bool
  private var arrivedAt: Int64 = 0
  private var skippedBytes = 0
  private var answers: [UInt8]?

  init(tally: ViewerTally, isTimed: Bool) {
    self.tally = tally
    self.isTimed = isTimed
  }

  var wantsArrivalTimes: Bool { isTimed }

  func opened() { tally.welcomed += 1 }
  func close(_ reason: String) { tally.close(reason) }
  func arrived(at microseconds: Int64) { arrivedAt = microseconds }

  func takeAnswers() -> [UInt8]? {
    guard answers != nil else { return nil }
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    guard head.opcode == FrameHead.text else { return true }
    skippedBytes = head.length
    if isTimed, let submitted = SubmitStamp.microseconds(ofMessage: beginning) {
      tally.submitLatency.record(microseconds: arrivedAt - submitted)
    }
    return false
  }

  func finishSkipped() {
    tally.window.frames += 1
    tally.window.deliveries += 1
    tally.window.bytes += skippedBytes
  }

  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer) {
    guard head.opcode == FrameHead.ping else { return }
    answers = (answers ?? []) + ClientFraming.bytes(payload, opcode: FrameHead.pong)
  }
}

/// The one who publishes to a peer.
final class PeerPublisher: LivePeer {
  private(set) var isOpen = false
  private(set) var closed: String?
  private var answers: [UInt8]?

  func opened() { isOpen = true }
  func close(_ reason: String) { closed = reason }
  func finishSkipped() {}

  func takeAnswers() -> [UInt8]? {
    defer { answers = nil }
    return answers
  }

  func wantsWhole(_ head: FrameHead, beginning: UnsafeRawBufferPointer) -> Bool {
    head.opcode != FrameHead.text
  }

  func receive(_ head: FrameHead, _ payload: UnsafeRawBufferPointer) {
    guard head.opcode == FrameHead.ping else { return }
    answers = (answers ?? []) + ClientFraming.bytes(payload, opcode: FrameHead.pong)
  }
}
