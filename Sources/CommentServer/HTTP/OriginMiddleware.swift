import HTTPTypes
import Hummingbird

/// Cross-origin requests of browsers (the Fetch standard's CORS protocol), for the origins that the
/// operator allows. Tokens travel in a header, so credentials never have to be allowed.
struct OriginMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  let origins: OriginPolicy
  let routes: RouteTable

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    guard let origin = request.headers[.origin] else { return try await next(request, context) }
    guard origins.allows(origin) else {
      var response = try await next(request, context)
      response.headers[.vary] = "Origin"
      return response
    }
    var response =
      isPreflight(request)
      ? Response(status: .noContent, headers: preflight(request))
      : try await next(request, context)
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = "Retry-After, Location, X-Request-Id"
    response.headers[.vary] = "Origin"
    return response
  }

  private func isPreflight(_ request: Request) -> Bool {
    request.method == .options && request.headers[.accessControlRequestMethod] != nil
  }

  private func preflight(_ request: Request) -> HTTPFields {
    [
      .accessControlAllowMethods: routes.methods(for: request.uri.path).joined(separator: ", "),
      .accessControlAllowHeaders: "Authorization, Content-Type, Idempotency-Key, Last-Event-ID",
      .accessControlMaxAge: "600",
    ]
  }
}

/// Reads the token; what is wrong with it is said whatever the request is for.
struct TokenMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  let access: AccessPolicy
  let introductions: Introductions

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let token = try BearerToken.parse(request.headers[values: .authorization]) {
      context.identity = try access.identity(of: token, at: SystemClock.time())
    }
    if let identity = context.identity {
      introductions.note(identity, asking: request.uri.path, at: SystemClock.instant())
    }
    return try await next(request, context)
  }
}
