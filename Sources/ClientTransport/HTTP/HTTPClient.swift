import NIOCore
import NIOHTTP1

/// One-shot HTTP/1.1: a connection per request, a timeout and a bound for each.
///
/// Clients make few requests (a join, a catch-up, a page of history), so that a pool would keep
/// idle connections on the server for nothing.
struct HTTPClient: Sendable {
  let opener: ChannelOpener
  let eventLoop: any EventLoop
  let token: Token?

  struct Request: Sendable {
    var method: HTTPMethod = .GET
    /// The path with its query, percent-encoded.
    var target: String
    var headers: HTTPHeaders = [:]
    var body: ByteBuffer?
    /// Added to the configured timeout: how long the server was asked to wait.
    var wait: Duration = .zero
  }

  /// Sends the request; fails with `TransportFailure` when no complete answer comes.
  func send(_ request: Request) -> EventLoopFuture<HTTPAnswer> {
    let url = opener.url
    let configuration = opener.configuration
    let answer = eventLoop.makePromise(of: HTTPAnswer.self)
    let head = head(of: request)
    let timeout = configuration.requestTimeout + request.wait
    let deadline = eventLoop.scheduleTask(in: timeout.timeAmount) {
      answer.fail(
        TransportFailure(
          .timedOut, "\(url.hostHeader) did not answer within \(timeout.components.seconds) s"))
    }
    let opened = opener.open(on: eventLoop) { channel in
      try channel.pipeline.syncOperations.addHTTPClientHandlers()
      try channel.pipeline.syncOperations.addHandler(
        HTTPExchange(
          request: (head, request.body), bodyBytes: configuration.responseBytes, promise: answer))
      return channel.eventLoop.makeSucceededVoidFuture()
    }
    opened.whenFailure { answer.fail($0) }
    answer.futureResult.whenComplete { _ in
      deadline.cancel()
      // After a timeout the connection may still be open, or still be opening.
      opened.whenSuccess { $0.channel.close(promise: nil) }
    }
    return answer.futureResult.flatMapErrorThrowing { throw TransportFailure.from($0, url: url) }
  }

  private func head(of request: Request) -> HTTPRequestHead {
    var headers = request.headers
    headers.add(name: "Host", value: opener.url.hostHeader)
    headers.add(name: "Connection", value: "close")
    headers.add(name: "Accept", value: "application/json, application/problem+json")
    headers.add(name: "User-Agent", value: "gavel")
    if let token { headers.add(name: "Authorization", value: "Bearer \(token.rawValue)") }
    if let body = request.body {
      headers.add(name: "Content-Type", value: "application/json")
      headers.add(name: "Content-Length", value: String(body.readableBytes))
    }
    return HTTPRequestHead(
      version: .http1_1, method: request.method, uri: request.target, headers: headers)
  }
}
