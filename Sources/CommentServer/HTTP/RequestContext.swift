import HTTPTypes
import Hummingbird
import LiveComments
import NIOCore

extension Request {
  /// The body. Throws `too_large`, and at once when the request says so itself: who sends more than
  /// is taken is not made to send it all first.
  func wholeBody() async throws -> ByteBuffer {
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > Limits.bodyBytes {
      throw NIOTooManyBytesError(maxBytes: Limits.bodyBytes)
    }
    return try await body.collect(upTo: Limits.bodyBytes)
  }
}

/// What goes with a request on its way through the router.
struct GatewayRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The token's account; nil without a token.
  var identity: Identity?
  /// The connection that the request came over.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    channel = source.channel
    coreContext = CoreRequestContextStorage(source: source)
  }

  var maxUploadSize: Int { Limits.bodyBytes }

  /// The stream that the path names. Throws `invalid`.
  func streamID() throws(Problem) -> StreamID {
    guard let name = parameters.get("stream_id"), let streamID = StreamID(rawValue: name) else {
      throw Problem(
        .invalid, "a stream id matches [a-z0-9][a-z0-9_-]{0,63}", field: "stream_id")
    }
    return streamID
  }
}
