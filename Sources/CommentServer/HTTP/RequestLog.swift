import HTTPTypes
import Hummingbird
import LiveComments
import Logging

/// What the log says of requests: the id that the answer names, the stream, the route and what became
/// of it. Never a token, a query, a body, or the parts of a path that name people.
enum RequestLog {
  /// The header of the answer that names the request as the log does.
  static let header = "X-Request-Id"
  /// The metadata that names it; the framework's, which has it in all that it logs.
  static let key = "hb.request.id"

  /// An id for a request that the router never sees.
  static func makeID() -> String { ID().description }

  /// An id in eight bytes: a connection keeps its own for as long as it lives.
  struct ID: CustomStringConvertible {
    private let value = UInt64.random(in: .min ... .max)

    var description: String { String(value, radix: 16) }
  }

  /// A refusal below the router.
  static func refused(
    _ problem: Problem, status: Int, id: String, by logger: Logger
  ) {
    logger.debug(
      "request",
      metadata: [key: "\(id)", "status": "\(status)", "code": "\(problem.code.rawValue)"])
  }
}

/// Names every request in its answer, and logs how it ended. The outermost, so that no answer is
/// without.
struct RequestLogMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = SystemClock.instant()
    var response = try await next(request, context)
    if let name = HTTPField.Name(RequestLog.header) {
      response.headers[name] = Self.id(of: context)
    }
    let status = response.status.code
    context.logger.log(
      level: status >= 500 ? .warning : .debug, "request",
      metadata: [
        "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
        "stream": "\(Self.streamID(in: request.uri.path)?.rawValue ?? "none")",
        "status": "\(status)",
        "milliseconds": "\((SystemClock.instant().microseconds - start.microseconds) / 1_000)",
      ])
    return response
  }

  /// The framework keeps the id with its logger: one that keeps nothing knows none, and the answer
  /// gets one of its own.
  private static func id(of context: Context) -> String {
    context.logger[metadataKey: RequestLog.key].map { "\($0)" } ?? RequestLog.makeID()
  }

  private static func streamID(in path: String) -> StreamID? {
    let parts = path.split(separator: "/")
    guard parts.count >= 2, parts[0] == "streams" else { return nil }
    return StreamID(rawValue: String(parts[1]))
  }
}
