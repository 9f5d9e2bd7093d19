import HTTPTypes
import Hummingbird

/// Every route of the server, so that a wrong method can be told from a wrong path.
struct RouteTable: Sendable {
  typealias Handler = @Sendable (Request, GatewayRequestContext) async throws -> Response

  private struct Route {
    var path: [Substring]
    var pattern: String
    var method: HTTPRequest.Method
    var handler: Handler
  }

  private var routes: [Route] = []

  /// Adds a route; a component of `pattern` that begins with a colon matches anything.
  mutating func add(
    _ method: HTTPRequest.Method, _ pattern: String, handler: @escaping Handler
  ) {
    routes.append(
      Route(
        path: pattern.split(separator: "/"), pattern: pattern, method: method, handler: handler))
  }

  /// The methods that a path takes; none when there is nothing at it.
  func methods(for path: String) -> [String] {
    let components = path.split(separator: "/")
    var methods: [String] = []
    for route in routes where matches(route.path, components) {
      methods.append(route.method.rawValue)
      if route.method == .get { methods.append("HEAD") }
    }
    return methods
  }

  private func matches(_ pattern: [Substring], _ components: [Substring]) -> Bool {
    pattern.count == components.count
      && zip(pattern, components).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
  }

  /// Registers everything with the framework.
  func register(on router: Router<GatewayRequestContext>) {
    for route in routes {
      router.on(RouterPath(route.pattern), method: route.method, use: route.handler)
    }
  }
}
