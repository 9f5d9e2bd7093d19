import HTTPTypes
import Hummingbird
import LiveComments

/// The HTTP interface of design §5.2.
enum GatewayRouter {
  static func make(
    services: LiveServices, origins: OriginPolicy, readiness: Readiness
  ) -> Router<GatewayRequestContext> {
    let comments = CommentRoutes(services: services)
    let moderation = ModerationRoutes(services: services)
    let rules = RulesRoutes(services: services)
    let reactions = ReactionRoutes(services: services)
    let streams = StreamRoutes(services: services)
    let health = HealthRoutes(log: services.log, readiness: readiness)

    var routes = RouteTable()
    routes.add(.get, "/healthz", handler: health.live)
    routes.add(.get, "/readyz", handler: health.ready)
    routes.add(.get, "/metrics", handler: MetricsRoutes(services: services).scrape)
    routes.add(.get, "/streams/:stream_id", handler: streams.state)
    routes.add(.get, "/streams/:stream_id/live", handler: streams.live)
    routes.add(.get, "/streams/:stream_id/events", handler: streams.events)
    routes.add(.get, "/streams/:stream_id/comments", handler: comments.list)
    routes.add(.post, "/streams/:stream_id/comments", handler: comments.post)
    routes.add(.get, "/streams/:stream_id/comments/:comment_id", handler: comments.one)
    routes.add(.get, "/streams/:stream_id/moderation", handler: moderation.list)
    routes.add(.post, "/streams/:stream_id/moderation", handler: moderation.moderate)
    routes.add(.post, "/streams/:stream_id/reactions", handler: reactions.react)
    routes.add(.get, "/streams/:stream_id/users/:user_id", handler: moderation.userCard)
    routes.add(.get, "/streams/:stream_id/rules", handler: rules.read)
    routes.add(.put, "/streams/:stream_id/rules", handler: rules.replace)

    let router = Router(
      context: GatewayRequestContext.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: RequestLogMiddleware())
    router.add(middleware: OriginMiddleware(origins: origins, routes: routes))
    router.add(middleware: ProblemMiddleware(routes: routes))
    router.add(
      middleware: TokenMiddleware(
        access: services.access, introductions: Introductions(to: services.log)))
    routes.register(on: router)
    return router
  }
}
