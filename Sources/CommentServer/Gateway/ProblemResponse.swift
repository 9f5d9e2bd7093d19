import LiveComments
import NIOCore
import NIOHTTP1

/// Problem documents for what is refused below the router.
enum ProblemResponse {
  /// The bytes of a problem document. `status` replaces the one of the code where a lower protocol
  /// prescribes it.
  static func body(_ problem: Problem, status: Int? = nil) -> [UInt8] {
    guard let status, status != problem.code.status else {
      return (try? WireCodec.encode(problem)) ?? Array("{}".utf8)
    }
    return (try? WireCodec.encode(Restated(problem: problem, status: status)))
      ?? Array("{}".utf8)
  }

  /// A whole answer, after which the connection closes.
  static func parts(
    _ problem: Problem, status: Int, version: HTTPVersion = .http1_1,
    extra: [(String, String)] = []
  ) -> [HTTPServerResponsePart] {
    let body = ByteBuffer(bytes: body(problem, status: status))
    var headers = HTTPHeaders([
      ("Content-Type", "application/problem+json"), ("Content-Length", "\(body.readableBytes)"),
      ("Connection", "close"),
    ])
    for (name, value) in extra { headers.add(name: name, value: value) }
    if let wait = problem.retryAfterSeconds { headers.add(name: "Retry-After", value: "\(wait)") }
    return [
      .head(
        HTTPResponseHead(
          version: version, status: HTTPResponseStatus(statusCode: status), headers: headers)),
      .body(.byteBuffer(body)), .end(nil),
    ]
  }

  /// A problem whose status is not the one of its code.
  private struct Restated: Encodable {
    var problem: Problem
    var status: Int

    private enum CodingKeys: String, CodingKey {
      case type, title, status, code, detail, field
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode("about:blank", forKey: .type)
      try container.encode(problem.code.rawValue, forKey: .title)
      try container.encode(status, forKey: .status)
      try container.encode(problem.code, forKey: .code)
      try container.encode(problem.detail, forKey: .detail)
      try container.encodeIfPresent(problem.field, forKey: .field)
    }
  }
}

extension Problem {
  /// `Retry-After` in whole seconds, rounded up, at least 1.
  var retryAfterSeconds: Int? {
    switch code {
    case .rateLimited, .slowMode, .busy, .unavailable:
      max(1, ((retryAfterMilliseconds ?? 1_000) + 999) / 1_000)
    default: retryAfterMilliseconds.map { max(1, ($0 + 999) / 1_000) }
    }
  }
}
