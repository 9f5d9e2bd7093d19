import HTTPTypes
import Hummingbird
import LiveComments
import NIOCore
import Synchronization

/// Whether the server takes on new work.
final class Readiness: Sendable {
  private let draining = Atomic<Bool>(false)

  var isDraining: Bool { draining.load(ordering: .relaxed) }

  func drain() { draining.store(true, ordering: .relaxed) }
}

/// Liveness: the process answers. Readiness: it can be given traffic.
struct HealthRoutes: Sendable {
  let log: any CommentLog
  let readiness: Readiness

  @Sendable func live(_ request: Request, _ context: GatewayRequestContext) async throws -> Response
  {
    .json(.ok, ByteBuffer(string: #"{"status":"ok"}"#))
  }

  @Sendable func ready(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    if readiness.isDraining { throw Problem(.unavailable, "the server is going away") }
    if let trouble = log.trouble { throw trouble }
    return .json(.ok, ByteBuffer(string: #"{"status":"ready"}"#))
  }
}
