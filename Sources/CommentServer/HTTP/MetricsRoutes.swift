import HTTPTypes
import Hummingbird
import LiveComments
import NIOCore

/// `/metrics`: what Prometheus scrapes.
struct MetricsRoutes: Sendable {
  let services: LiveServices

  @Sendable func scrape(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    var streams: [(StreamID, StreamFigures)] = []
    for hub in services.hubs.all { streams.append((hub.streamID, try await hub.figures())) }
    let body = ByteBuffer(
      string: Exposition.text(
        streams: streams, connections: services.connections.value,
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
