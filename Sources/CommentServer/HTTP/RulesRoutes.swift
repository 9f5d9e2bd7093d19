import Foundation
import Hummingbird
import LiveComments
import NIOCore
import ServerCore

/// `/streams/{id}/rules`: the safety rules of a stream, for moderators.
struct RulesRoutes: Sendable {
  let services: LiveServices

  @Sendable func read(_ request: Request, _ context: GatewayRequestContext) async throws -> Response
  {
    let streamID = try context.streamID()
    _ = try services.access.moderator(context.identity, of: streamID, at: SystemClock.time())
    _ = try QueryReader(request.uri.query, allowing: [])
    return try .json(.ok, try await services.log.rules(of: streamID))
  }

  /// Replaces the rules whole and answers with them. PUT is idempotent by itself: a key is welcome,
  /// and not required.
  @Sendable func replace(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    let streamID = try context.streamID()
    let actor = try services.access.writer(context.identity, of: streamID, at: SystemClock.time())
    _ = try QueryReader(request.uri.query, allowing: [])
    let body = try await request.wholeBody()
    let rules = try WireCodec.decodeStrictly(
      SafetyRules.self, from: body.readableBytesView, allowingFractions: true)
    let order = ModerationOrder(
      streamID: streamID, actor: actor, actsEverywhere: context.identity?.streams == .all,
      key: try key(of: request), request: ModerationRequest(action: .setRules))
    let hub = services.hubs.existing(streamID)
    _ = try await withCheckedContinuation {
      (continuation: CheckedContinuation<Result<ModerationReceipt, Problem>, Never>) in
      services.pipeline.setRules(rules, by: order) { result in
        if case .success(let receipt) = result { hub?.acknowledge(modSeq: receipt.event.modSeq) }
        continuation.resume(returning: result)
      }
    }.get()
    return try .json(.ok, rules)
  }

  private func key(of request: Request) throws(Problem) -> IdempotencyKey {
    let text =
      IdempotencyHeader.isPresent(in: request)
      ? try IdempotencyHeader.read(request) : UUID().uuidString
    guard let key = IdempotencyKey(rawValue: text) else {
      throw Problem(
        .invalid, "an idempotency key is 1–64 visible ASCII characters",
        field: IdempotencyHeader.name)
    }
    return key
  }
}
