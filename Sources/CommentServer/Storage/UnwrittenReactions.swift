import LiveComments
import ServerCore

/// Totals that wait to be written, the latest of each target.
struct UnwrittenReactions {
  /// Targets that wait, at most: beyond it, while the log cannot be written, streams that are not
  /// here yet are left out, and their totals since the last write are lost with the process.
  private static let maximumTargets = 100_000

  private var waiting: [StreamID: ReactionRecord] = [:]
  /// Being written: still read from here, and waiting again should that fail.
  private var underWay: [StreamID: ReactionRecord] = [:]
  private var isWriteQueued = false

  /// Takes totals in. True when the caller has to see to their being written.
  mutating func add(_ record: ReactionRecord, of streamID: StreamID) -> Bool {
    let targets = waiting.values.reduce(0) { $0 + $1.comments.count + 1 }
    guard waiting[streamID] != nil || targets < Self.maximumTargets else { return false }
    waiting[streamID, default: ReactionRecord()].merge(record)
    defer { isWriteQueued = true }
    return !isWriteQueued
  }

  /// What is to be written now; `written` or `failed` follows.
  mutating func begin() -> [StreamID: ReactionRecord] {
    isWriteQueued = false
    underWay = waiting
    waiting = [:]
    return underWay
  }

  mutating func written() { underWay = [:] }

  mutating func failed() {
    for (streamID, record) in underWay {
      var record = record
      if let later = waiting[streamID] { record.merge(later) }
      waiting[streamID] = record
    }
    underWay = [:]
  }

  /// What has not been read from the disk yet of a stream's totals.
  func record(of streamID: StreamID) -> ReactionRecord {
    var record = underWay[streamID] ?? ReactionRecord()
    if let later = waiting[streamID] { record.merge(later) }
    return record
  }
}
