import GRDB
import LiveComments
import ServerCore

/// A stream as the sequencer knows it, and what the commit under way adds to it.
struct SequencedStream: Sendable {
  let streamID: StreamID
  /// With pins; nil until the stream's first use.
  var row: StreamRow?
  /// Judges comments while any safety rule is on.
  var safety: Safety?
  /// Who moderates, as far as the log has seen them at work.
  var moderators: [UserID: Role]
  private var comments: [StoredComment] = []
  private var events: [PublishedEvent] = []
  /// Where the planes stood when the commit began.
  private var committedSeq: Seq
  private var committedModSeq: ModSeq

  private init(streamID: StreamID, row: StreamRow?, moderators: [UserID: Role]) {
    self.streamID = streamID
    self.row = row
    self.moderators = moderators
    committedSeq = row?.latestSeq ?? .zero
    committedModSeq = row?.latestModSeq ?? .zero
  }

  static func load(_ streamID: StreamID, in database: Database) throws -> SequencedStream {
    guard var row = try StreamRow.fetch(streamID, in: database) else {
      return SequencedStream(streamID: streamID, row: nil, moderators: [:])
    }
    row.controls.pins = try PinTable.comments(of: streamID, stream: row.stream, in: database)
    return SequencedStream(
      streamID: streamID, row: row,
      moderators: try ModeratorTable.roles(stream: row.stream, in: database))
  }

  var controls: StreamControls { row?.controls ?? StreamControls() }

  mutating func add(_ comment: StoredComment) {
    row?.latestSeq = comment.comment.seq
    comments.append(comment)
  }

  mutating func add(_ event: PublishedEvent) {
    row?.latestModSeq = event.event.modSeq
    events.append(event)
  }

  /// What the commit has added, ending it; nil when that is nothing.
  mutating func takePublication(in database: Database) throws -> Publication? {
    guard let row, row.latestSeq > committedSeq || row.latestModSeq > committedModSeq else {
      return nil
    }
    let publication = Publication(
      streamID: streamID, coverage: Coverage(after: committedSeq, upto: row.latestSeq),
      comments: comments,
      moderationCoverage: Coverage(after: committedModSeq, upto: row.latestModSeq),
      events: try events.map { published in
        var published = published
        published.event = try EventTable.withComments(
          published.event, of: streamID, stream: row.stream, in: database)
        return published
      },
      controls: events.isEmpty ? nil : row.controls)
    comments = []
    events = []
    committedSeq = row.latestSeq
    committedModSeq = row.latestModSeq
    return publication
  }
}
