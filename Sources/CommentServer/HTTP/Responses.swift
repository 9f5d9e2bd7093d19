import HTTPTypes
import Hummingbird
import LiveComments
import NIOCore

extension Response {
  /// JSON that is already encoded. Nothing here may be cached: all of it is live.
  static func json(
    _ status: HTTPResponse.Status, _ body: ByteBuffer, headers: HTTPFields = [:]
  ) -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    headers[.contentLength] = String(body.readableBytes)
    headers[.cacheControl] = "no-store"
    return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
  }

  static func json(_ status: HTTPResponse.Status, _ value: some Encodable) throws -> Response {
    json(status, ByteBuffer(bytes: try WireCodec.encode(value)))
  }

  static func json(
    _ status: HTTPResponse.Status, _ comment: Comment, headers: HTTPFields = [:]
  ) -> Response {
    var body = ByteBuffer()
    body.writeJSON(comment)
    return json(status, body, headers: headers)
  }

  /// A problem document (RFC 9457). `status` replaces the one of the code where HTTP prescribes it.
  static func problem(_ problem: Problem, status: Int? = nil) -> Response {
    let body = ByteBuffer(bytes: ProblemResponse.body(problem, status: status))
    var headers: HTTPFields = [
      .contentType: "application/problem+json", .contentLength: String(body.readableBytes),
      .cacheControl: "no-store",
    ]
    if let wait = problem.retryAfterSeconds { headers[.retryAfter] = String(wait) }
    let status = status ?? problem.code.status
    if status == 401 { headers[.wwwAuthenticate] = "Bearer" }
    return Response(
      status: HTTPResponse.Status(code: status), headers: headers,
      body: ResponseBody(byteBuffer: body))
  }
}
