import LiveComments
import NIOCore
import NIOHTTP1

/// Reads what an answer other than success means.
enum HTTPRefusal {
  static func failure(_ answer: HTTPAnswer, from url: StreamURL) -> StreamHTTP.Failure {
    let retryAfter = retryAfterMilliseconds(answer.headers)
    if var problem = try? WireCodec.decode(Problem.self, from: answer.body.readableBytesView) {
      problem.retryAfterMilliseconds = problem.retryAfterMilliseconds ?? retryAfter
      return .problem(problem)
    }
    switch answer.status {
    case 429, 502, 503, 504:
      // A proxy in front of the server answers for it: the log has acknowledged nothing.
      return .problem(
        Problem(
          .unavailable, "the server cannot be reached now (HTTP \(answer.status))",
          retryAfterMilliseconds: retryAfter))
    case 300..<400:
      return .transport(
        TransportFailure(
          .malformed, "\(url.hostHeader) redirects elsewhere; use the URL that it redirects to"))
    default:
      return .transport(
        TransportFailure(
          .malformed,
          "what answers at \(url.hostHeader) is not the server of a stream (HTTP \(answer.status))")
      )
    }
  }

  /// `Retry-After` in seconds (RFC 9110 §10.2.3), at most an hour; its form as a date is not used
  /// by our server and is ignored.
  private static func retryAfterMilliseconds(_ headers: HTTPHeaders) -> Int? {
    guard let text = headers.first(name: "Retry-After"), let seconds = Int(text), seconds >= 0
    else { return nil }
    return min(seconds, 3_600) * 1_000
  }
}
