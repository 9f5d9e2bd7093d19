import HTTPTypes
import Hummingbird
import NIOCore

/// `/metrics`: what Prometheus scrapes.
struct MetricsRoutes: Sendable {
  let services: LiveServices

  @Sendable func scrape(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    try services.access.observer(context.identity, at: SystemClock.time())
    let body = ByteBuffer(
      string: Exposition.text(
        try await services.hubs.figures(), connections: services.connections,
        commits: services.log.commits, process: .now()))
    return Response(
      status: .ok,
      headers: [
        .contentType: PrometheusText.contentType, .cacheControl: "no-store",
        .contentLength: String(body.readableBytes),
      ],
      body: ResponseBody(byteBuffer: body))
  }
}
