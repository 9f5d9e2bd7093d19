import LiveComments
import NIOCore
import ServerCore

/// Envelopes around encodings that are already there: one copy of bytes, no encoder.
enum FrameAssembly {
  /// A `comments` frame of a WebSocket, ready to be written to any number of connections.
  ///
  /// - Parameter sampledOut: how many comments the reader would see but for sampling.
  static func comments(
    _ coverage: Coverage<CommentPlane>, latestModSeq: ModSeq, comments: [ByteBuffer],
    sampledOut: Int = 0
  ) -> ByteBuffer {
    var opening = ByteBuffer()
    opening.writeStaticString("{\"type\":\"comments\",\"after\":")
    opening.writeJSON(coverage.after)
    opening.writeStaticString(",\"upto\":")
    opening.writeJSON(coverage.upto)
    opening.writeStaticString(",\"latest_mod_seq\":")
    opening.writeJSON(latestModSeq)
    if sampledOut > 0 {
      opening.writeStaticString(",\"sampled_out\":")
      opening.writeJSON(Int64(sampledOut))
    }
    opening.writeStaticString(",\"comments\":[")
    return frame(opening, comments)
  }

  /// A `moderation` frame of a WebSocket.
  static func moderation(
    _ coverage: Coverage<ModerationPlane>, events: [ByteBuffer]
  ) -> ByteBuffer {
    var opening = ByteBuffer()
    opening.writeStaticString("{\"type\":\"moderation\",\"after\":")
    opening.writeJSON(coverage.after)
    opening.writeStaticString(",\"upto\":")
    opening.writeJSON(coverage.upto)
    opening.writeStaticString(",\"events\":[")
    return frame(opening, events)
  }

  /// The body of a page of comments.
  static func page(
    of streamID: StreamID, epoch: Epoch, coverage: Coverage<CommentPlane>, latestSeq: Seq,
    latestModSeq: ModSeq, comments: [ByteBuffer]
  ) -> ByteBuffer {
    page(
      PageFrame(
        streamID: streamID, epoch: epoch, latestSeq: latestSeq, latestModSeq: latestModSeq),
      coverage, "\"comments\":[", comments)
  }

  /// The body of a page of events.
  static func page(
    _ frame: PageFrame, _ coverage: Coverage<ModerationPlane>, events: [ByteBuffer]
  ) -> ByteBuffer {
    page(frame, coverage, "\"events\":[", events)
  }

  private static func page<Plane>(
    _ frame: PageFrame, _ coverage: Coverage<Plane>, _ list: StaticString, _ items: [ByteBuffer]
  ) -> ByteBuffer {
    var opening = ByteBuffer()
    opening.writeStaticString("{\"stream_id\":")
    opening.writeJSON(frame.streamID.rawValue)
    opening.writeStaticString(",\"epoch\":")
    opening.writeJSON(frame.epoch.rawValue)
    opening.writeStaticString(",\"after\":")
    opening.writeJSON(coverage.after)
    opening.writeStaticString(",\"upto\":")
    opening.writeJSON(coverage.upto)
    opening.writeStaticString(",\"latest_seq\":")
    opening.writeJSON(frame.latestSeq)
    opening.writeStaticString(",\"latest_mod_seq\":")
    opening.writeJSON(frame.latestModSeq)
    opening.writeStaticString(",")
    opening.writeStaticString(list)
    var body = ByteBufferAllocator().buffer(capacity: size(opening, items))
    write(opening, items, into: &body)
    return body
  }

  /// The body of a page that the log has read.
  static func page(_ page: CommentPage) -> ByteBuffer {
    self.page(
      of: page.streamID, epoch: page.epoch, coverage: page.coverage, latestSeq: page.latestSeq,
      latestModSeq: page.latestModSeq,
      comments: page.comments.map { comment in
        var json = ByteBuffer()
        json.writeJSON(comment)
        return json
      })
  }

  private static func frame(_ opening: ByteBuffer, _ items: [ByteBuffer]) -> ByteBuffer {
    let size = size(opening, items)
    var frame = ByteBufferAllocator().buffer(capacity: size + ServerFraming.longestHeader)
    ServerFraming.writeTextHeader(payloadBytes: size, into: &frame)
    write(opening, items, into: &frame)
    return frame
  }

  private static func size(_ opening: ByteBuffer, _ items: [ByteBuffer]) -> Int {
    // One comma between two items, and "]}".
    items.reduce(opening.readableBytes + max(0, items.count - 1) + 2) { $0 + $1.readableBytes }
  }

  private static func write(
    _ opening: ByteBuffer, _ items: [ByteBuffer], into buffer: inout ByteBuffer
  ) {
    buffer.writeImmutableBuffer(opening)
    for (index, item) in items.enumerated() {
      if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
      buffer.writeImmutableBuffer(item)
    }
    buffer.writeStaticString("]}")
  }
}
