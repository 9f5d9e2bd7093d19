import LiveComments

/// The `id` of a server-sent event: what its reader has once it has read it, as `epoch:seq:mod_seq`.
struct EventID: Equatable {
  var point: ResumePoint

  init(_ point: ResumePoint) { self.point = point }

  init(epoch: Epoch, seq: Seq, modSeq: ModSeq) {
    self.init(ResumePoint(epoch: epoch, lastSeenSeq: seq, lastModSeq: modSeq))
  }

  /// Nil when the text is not three parts, or one of them is not what it has to be.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let epoch = Epoch(rawValue: String(parts[0])),
      let seq = Self.number(parts[1]).flatMap(Seq.init(rawValue:)),
      let modSeq = Self.number(parts[2]).flatMap(ModSeq.init(rawValue:))
    else { return nil }
    self.init(epoch: epoch, seq: seq, modSeq: modSeq)
  }

  private static func number(_ text: Substring) -> Int64? {
    guard (1...18).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int64(text)
  }
}

extension EventID: CustomStringConvertible {
  var description: String {
    "\(point.epoch):\(point.lastSeenSeq.rawValue):\(point.lastModSeq.rawValue)"
  }
}
