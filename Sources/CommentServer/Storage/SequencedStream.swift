import LiveComments
import ServerCore

/// A stream as the sequencer knows it, and what the commit under way adds to it.
struct SequencedStream: Sendable {
  let streamID: StreamID
  /// Nil until the stream's first use.
  var row: StreamRow?
  private var comments: [StoredComment] = []
  private var events: [PublishedEvent] = []
  /// Where the planes stood when the commit began.
  private var committedSeq: Seq
  private var committedModSeq: ModSeq

  init(streamID: StreamID, row: StreamRow?) {
    self.streamID = streamID
    self.row = row
    committedSeq = row?.latestSeq ?? .zero
    committedModSeq = row?.latestModSeq ?? .zero
  }

  var controls: StreamControls { row?.controls ?? StreamControls() }

  mutating func add(_ comment: StoredComment) {
    row?.latestSeq = comment.comment.seq
    comments.append(comment)
  }

  /// What the commit has added so far, ending it; nil when that is nothing.
  mutating func takePublication() -> Publication? {
    guard let row, row.latestSeq > committedSeq || row.latestModSeq > committedModSeq else {
      return nil
    }
    defer {
      comments = []
      events = []
      committedSeq = row.latestSeq
      committedModSeq = row.latestModSeq
    }
    return Publication(
      streamID: streamID, coverage: Coverage(after: committedSeq, upto: row.latestSeq),
      comments: comments,
      moderationCoverage: Coverage(after: committedModSeq, upto: row.latestModSeq),
      events: events, controls: events.isEmpty ? nil : row.controls)
  }
}
