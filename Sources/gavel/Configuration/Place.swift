import ClientTransport
import LiveComments

/// What the `url` of a configured server names: the server, or one of its streams.
enum Place: Sendable, Hashable {
  /// Any stream of the server; the id of the URL means nothing.
  case server(StreamURL)
  case stream(StreamURL)

  /// Reads `https://HOST:PORT` or the URL of a stream. Throws what is wrong with it.
  init(_ text: String) throws(InvalidStreamURL) {
    do throws(InvalidStreamURL) {
      self = .stream(try StreamURL(text))
    } catch {
      let base = text.hasSuffix("/") ? String(text.dropLast()) : text
      // Something stands there for the stream, so that the rest is checked as a stream's URL is.
      guard let server = try? StreamURL(base + "/streams/any") else { throw error }
      self = .server(server)
    }
  }

  /// The server's address; its stream id means nothing.
  private var address: StreamURL {
    switch self {
    case .server(let url), .stream(let url): url
    }
  }

  func url(of stream: StreamID) -> StreamURL {
    StreamURL(
      isSecure: address.isSecure, host: address.host, port: address.port, streamID: stream)
  }

  /// Whether `url` leads to the same server, in the same way: what is sent through TLS is for
  /// nobody without it.
  func isServer(of url: StreamURL) -> Bool {
    (address.isSecure, address.host.lowercased(), address.port)
      == (url.isSecure, url.host.lowercased(), url.port)
  }
}
