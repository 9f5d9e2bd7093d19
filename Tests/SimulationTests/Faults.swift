import LiveComments

/// What the network does to frames and requests, by chances in a thousand.
struct Faults {
  var drop = 0
  var repeated = 0
  var delay = 0
  var cutBatch = 0
  var cutConnection = 0
  var failRequest = 0

  static let none = Faults()

  static func random(using generator: inout SeededGenerator) -> Faults {
    func chance(_ highest: Int) -> Int {
      Bool.random(using: &generator) ? Int.random(in: 0...highest, using: &generator) : 0
    }
    return Faults(
      drop: chance(250), repeated: chance(250), delay: chance(400), cutBatch: chance(300),
      cutConnection: chance(60), failRequest: chance(300))
  }

  static func strikes(_ chance: Int, using generator: inout SeededGenerator) -> Bool {
    chance > 0 && Int.random(in: 0..<1_000, using: &generator) < chance
  }

  /// The frames that arrive in place of this one.
  func mangle(_ frame: ServerFrame, using generator: inout SeededGenerator) -> [ServerFrame] {
    var frames = [frame]
    if Self.strikes(cutBatch, using: &generator) { frames = cut(frame, using: &generator) }
    if frame.mayBeLost { frames.removeAll { _ in Self.strikes(drop, using: &generator) } }
    if Self.strikes(repeated, using: &generator) { frames += frames }
    return frames
  }

  /// A batch as two, which together cover the same.
  private func cut(
    _ frame: ServerFrame, using generator: inout SeededGenerator
  ) -> [ServerFrame] {
    switch frame {
    case .comments(let batch) where batch.coverage.upto.rawValue - batch.after.rawValue > 1:
      let middle = batch.after.advanced(
        by: Int64.random(in: 1..<batch.upto.rawValue - batch.after.rawValue, using: &generator))
      var first = batch
      first.upto = middle
      first.comments.removeAll { $0.seq > middle }
      var second = batch
      second.after = middle
      second.comments.removeAll { $0.seq <= middle }
      return [.comments(first), .comments(second)]
    case .moderation(let batch) where batch.upto.rawValue - batch.after.rawValue > 1:
      let middle = batch.after.advanced(
        by: Int64.random(in: 1..<batch.upto.rawValue - batch.after.rawValue, using: &generator))
      return [
        .moderation(
          .init(
            after: batch.after, upto: middle, events: batch.events.filter { $0.modSeq <= middle })),
        .moderation(
          .init(
            after: middle, upto: batch.upto, events: batch.events.filter { $0.modSeq > middle })),
      ]
    default:
      return [frame]
    }
  }
}

extension ServerFrame {
  /// Whether the client can do without this frame on the present connection. An answer that it
  /// waits for is lost only together with the connection.
  fileprivate var mayBeLost: Bool {
    switch self {
    case .comments, .moderation, .heartbeat, .historyRequired, .status: true
    case .welcome, .ack, .error, .reactions, .reconnect, .unknown: false
    }
  }
}
