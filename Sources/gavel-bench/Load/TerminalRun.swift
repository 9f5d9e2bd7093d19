import ClientCore
import LiveComments
import TerminalGrid
import TerminalUI

/// The terminal program without a terminal: frames' bytes in, cells out, sixty times a second.
struct TerminalRun {
  static let framesPerSecond = 60

  let size: TerminalSize
  /// Comments per second.
  let rate: Int
  let seconds: Int
  let theme: Theme

  /// CPU seconds of one run, by what they were spent on.
  struct Outcome {
    var decoding = 0.0
    var updating = 0.0
    var drawing = 0.0
    var comparing = 0.0
    var comments = 0
    var frames = 0
    /// Cells that a terminal would have been sent.
    var changedCells = 0

    var total: Double { decoding + updating + drawing + comparing }
  }

  func measure() throws -> Outcome {
    let stream = try EmptyStream()
    let batches = try encodedBatches(stream.streamID)
    var model = joinedModel(stream)
    var layouts = CommentLayouts()
    var grid = Grid(size: size)
    let backend = InMemoryBackend(size: size)
    var outcome = Outcome(comments: rate * seconds, frames: batches.count)

    for (index, bytes) in batches.enumerated() {
      let start = CPUTime.ofThread()
      let frame = try WireCodec.decode(ServerFrame.self, from: bytes)
      let decoded = CPUTime.ofThread()
      consume(update(&model, .clock(Self.clock(atFrame: index))))
      consume(update(&model, .session(.frame(frame))))
      let updated = CPUTime.ofThread()
      view(model, into: &grid, layouts: &layouts)
      let drawn = CPUTime.ofThread()
      outcome.changedCells += changedCells(of: backend.shown, against: grid)
      backend.present(grid)
      outcome.decoding += decoded - start
      outcome.updating += updated - decoded
      outcome.drawing += drawn - updated
      outcome.comparing += CPUTime.ofThread() - drawn
    }
    guard model.session.feed.lastSeenSeq == Seq(rawValue: Int64(rate * seconds)) else {
      throw LoadError("the feed stopped at \(model.session.feed.lastSeenSeq)")
    }
    return outcome
  }

  /// One `comments` frame for each frame of the screen: the most that a client has to redraw.
  private func encodedBatches(_ streamID: StreamID) throws -> [[UInt8]] {
    var chatter = Chatter(streamID: streamID, seed: 1)
    let start = Self.clock(atFrame: 0).time
    var position = Seq.zero
    return try (1...Self.framesPerSecond * seconds).map { frame in
      let upto = Seq.zero.advanced(by: Int64(rate * frame / Self.framesPerSecond))
      let comments = chatter.comments(
        Int(upto.rawValue - position.rawValue), after: position, from: start)
      defer { position = upto }
      return try WireCodec.encode(
        ServerFrame.comments(
          ServerFrame.CommentBatch(
            after: position, upto: upto, latestModSeq: .zero, comments: comments)))
    }
  }

  private func joinedModel(_ stream: EmptyStream) -> Model {
    var model = Model(
      session: Session(streamID: stream.streamID, seed: 1), settings: Settings(), theme: theme,
      size: size, clock: Self.clock(atFrame: 0))
    for input: SessionInput in [
      .start, .joined(.success(stream.page)), .opened, .frame(.welcome(stream.welcome)),
    ] {
      _ = update(&model, .session(input))
    }
    return model
  }

  private static func clock(atFrame frame: Int) -> ClockReading {
    let microseconds = Int64(frame) * 1_000_000 / Int64(framesPerSecond)
    return ClockReading(
      instant: Instant(microseconds: microseconds),
      time: Timestamp(milliseconds: 1_767_225_600_000 + microseconds / 1_000), utcOffset: 0)
  }

  /// How many cells differ, as a backend finds out before it writes.
  private func changedCells(of shown: Grid?, against grid: Grid) -> Int {
    guard let shown else { return grid.cells.count }
    return zip(shown.cells, grid.cells).count { $0 != $1 }
  }
}
