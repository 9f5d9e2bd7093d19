import HTTPTypes
import Hummingbird
import LiveComments
import ServerCore

/// `/streams/{id}`: how a stream stands.
struct StreamRoutes: Sendable {
  let services: LiveServices

  @Sendable func state(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    let streamID = try context.streamID()
    let query = try QueryReader(request.uri.query, allowing: ["epoch"])
    let reader = try services.access.reader(context.identity, of: streamID, at: SystemClock.time())
    if let epoch = try query.epoch(), epoch != services.log.epoch {
      throw Problem(.reset, "the positions belong to another epoch", reason: .epoch)
    }
    let summary = try await services.log.summary(of: streamID)
    let hub = services.hubs.existing(streamID)
    var status = try await hub?.status() ?? StreamStatus()
    var reactions = try await hub?.openReactionCounts()
    if reactions == nil { reactions = try await services.log.reactions(of: streamID).counts }
    status.follow(summary.controls, under: services.degradation)
    return try .json(
      .ok,
      StreamState(
        streamID: streamID, epoch: services.log.epoch, latestSeq: summary.latestSeq,
        latestModSeq: summary.latestModSeq, viewers: status.viewers, level: status.level,
        slowModeSeconds: status.slowModeSeconds, locked: status.isLocked,
        pins: summary.controls.pins.compactMap { Audience(reader).view(of: $0) },
        reactions: reactions ?? [:]))
  }

  /// Reached only by a request for events that has to be refused: the others never come so far.
  @Sendable func events(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    let name = HTTPField.Name("Last-Event-ID")
    _ = try EventsRequest(
      streamID: try context.streamID(), query: request.uri.query,
      lastEventID: name.map { request.headers[values: $0] } ?? [], identity: context.identity,
      access: services.access)
    if request.method == .head {
      return Response(status: .ok, headers: [.contentType: "text/event-stream"])
    }
    throw Problem(
      .invalid,
      "events are asked for without a body or a WebSocket, when the requests before are answered")
  }

  /// Reached only by a request that is no WebSocket handshake, or not the first of its connection.
  @Sendable func live(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    var response = Response.problem(
      Problem(.invalid, "this is a WebSocket: connect with the upgrade of RFC 6455"), status: 426)
    response.headers[.upgrade] = "websocket"
    return response
  }
}
