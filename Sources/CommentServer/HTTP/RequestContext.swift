import Hummingbird
import LiveComments
import NIOCore

/// What goes with a request on its way through the router.
struct GatewayRequestContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The token's account; nil without a token.
  var identity: Identity?

  init(source: ApplicationRequestContextSource) {
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
