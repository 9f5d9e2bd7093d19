import HTTPTypes
import Hummingbird
import LiveComments
import ServerCore

/// `/streams/{id}/reactions`: reacting without a connection.
struct ReactionRoutes: Sendable {
  let services: LiveServices

  @Sendable func react(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    let streamID = try context.streamID()
    let user = try services.access.writer(context.identity, of: streamID, at: SystemClock.time())
    _ = try QueryReader(request.uri.query, allowing: [])
    let body = try await request.wholeBody()
    let reaction = try Reaction(
      try WireCodec.decode(ClientFrame.React.self, from: body.readableBytesView))
    try await services.reactors.admitted(user, to: streamID, count: reaction.count)
    let hub = services.hubs.hub(for: streamID)
    // Opened first: comments are looked for where the stream stands.
    try await hub.opened()
    try await hub.react(reaction, from: Audience(user), log: services.log)
    return Response(status: .accepted, headers: [.cacheControl: "no-store", .contentLength: "0"])
  }
}
