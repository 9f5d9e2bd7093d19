public import LiveComments

/// One event as the audit chain covers it: everything that was decided, none of what readers are
/// shown with it.
public struct AuditRecord: Sendable, Hashable {
  public var streamID: StreamID
  public var event: ModerationEvent
  /// The document that a `set_rules` wrote, byte for byte.
  public var rules: [UInt8]?

  public init(streamID: StreamID, event: ModerationEvent, rules: [UInt8]? = nil) {
    self.streamID = streamID
    self.event = event
    self.rules = rules
  }

  /// One sequence of bytes for each record and no other: a version, then each member that is there
  /// as its tag, the length of its value, and the value. Integers are big-endian.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(1, "gavel.audit.1")
    writer.write(2, streamID.rawValue)
    writer.write(3, event.modSeq.rawValue)
    writer.write(4, event.moderationID.rawValue)
    writer.write(5, event.action.rawValue)
    writer.write(6, event.at.milliseconds)
    for target in event.targets ?? [] {
      writer.write(7, target.commentID.rawValue)
      writer.write(8, target.seq.rawValue)
      writer.write(9, target.state.rawValue)
    }
    writer.write(10, event.userID?.rawValue)
    writer.write(11, event.fromSeq?.rawValue)
    writer.write(12, event.uptoSeq?.rawValue)
    writer.write(13, event.scope)
    writer.write(14, event.durationSeconds.map(Int64.init))
    writer.write(15, event.until?.milliseconds)
    writer.write(16, event.seconds.map(Int64.init))
    writer.write(17, event.level?.rawValue)
    writer.write(18, event.actor?.rawValue)
    writer.write(19, event.actorKind?.rawValue)
    writer.write(20, event.reason)
    writer.write(21, event.policy)
    writer.write(22, rules)
    return writer.bytes
  }
}

private struct CanonicalWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ tag: UInt8, _ value: String?) {
    write(tag, value.map { Array($0.utf8) })
  }

  mutating func write(_ tag: UInt8, _ value: Int64?) {
    write(tag, value.map { bigEndian($0) })
  }

  mutating func write(_ tag: UInt8, _ value: [UInt8]?) {
    guard let value else { return }
    bytes.append(tag)
    bytes += bigEndian(Int64(value.count))
    bytes += value
  }

  private func bigEndian(_ value: Int64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }
}
