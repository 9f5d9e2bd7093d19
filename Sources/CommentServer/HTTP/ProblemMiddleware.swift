import HTTPTypes
import Hummingbird
import LiveComments
import Logging
import NIOCore

/// Turns everything that goes wrong into a problem document, the framework's own errors included.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = GatewayRequestContext

  let routes: RouteTable

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    // The framework's router takes two slashes for one, and so one resource for another.
    guard !request.uri.path.contains("//") else {
      return .problem(Problem(.notFound, "there is nothing at this path"))
    }
    do {
      return try await next(request, context)
    } catch let problem as Problem {
      return .problem(problem)
    } catch is NIOTooManyBytesError {
      return .problem(
        Problem(.tooLarge, "a request body is at most \(Limits.bodyBytes) bytes"))
    } catch let error as HTTPError {
      return answer(error, request)
    } catch is CancellationError {
      return .problem(Problem(.unavailable, "the server is going away"))
    } catch {
      context.logger.error("a request failed", metadata: ["error": "\(error)"])
      return .problem(Problem(.internalError, "the server failed to answer"))
    }
  }

  private func answer(_ error: HTTPError, _ request: Request) -> Response {
    switch error.status {
    case .notFound:
      let methods = routes.methods(for: request.uri.path)
      guard !methods.isEmpty else {
        return .problem(Problem(.notFound, "there is nothing at this path"))
      }
      var response = Response.problem(
        Problem(.methodNotAllowed, "this path takes \(methods.joined(separator: ", "))"))
      response.headers[.allow] = methods.joined(separator: ", ")
      return response
    case .contentTooLarge:
      return .problem(
        Problem(.tooLarge, "a request body is at most \(Limits.bodyBytes) bytes"))
    case let status where (400..<500).contains(status.code):
      return .problem(
        Problem(.invalid, error.body ?? status.reasonPhrase), status: status.code)
    default:
      return .problem(Problem(.internalError, "the server failed to answer"))
    }
  }
}
