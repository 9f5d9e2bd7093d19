import Foundation
import HTTPTypes
import Hummingbird
import LiveComments
import NIOCore
import ServerCore

/// `/streams/{id}/moderation`: the log of decisions, and taking them.
struct ModerationRoutes: Sendable {
  let services: LiveServices

  @Sendable func list(_ request: Request, _ context: GatewayRequestContext) async throws -> Response
  {
    let streamID = try context.streamID()
    let reader = try services.access.reader(context.identity, of: streamID, at: SystemClock.time())
    let query = try QueryReader(
      request.uri.query, allowing: ["after", "upto", "limit", "wait", "epoch"])
    let after: ModSeq = try query.position("after") ?? .zero
    let upto: ModSeq? = try query.position("upto")
    if let upto, upto < after {
      throw Problem(.invalid, "upto is at least after", field: "upto")
    }
    let events = EventQuery(
      after: after, upto: upto,
      limit: try query.count("limit", in: 1...Limits.pageComments) ?? Limits.pageComments)
    let wait = try query.count("wait", in: 0...LongPoll.longest) ?? 0
    let epoch = try query.epoch()
    let audience = Audience(reader)
    var page = try await self.page(events, of: streamID, for: audience, epoch: epoch)
    if page.isEmpty, wait > 0, page.coverage.upto == page.latestModSeq {
      try await LongPoll(services: services, streamID: streamID, context: context).wait(
        wait, after: nil, modAfter: page.coverage.upto, for: audience)
      page = try await self.page(events, of: streamID, for: audience, epoch: epoch)
    }
    return .json(.ok, page.body)
  }

  /// From the stream's ring where it reaches, since all who wait for an event read it at once; else
  /// from the log, which refuses, too, what is to be refused.
  private func page(
    _ query: EventQuery, of streamID: StreamID, for audience: Audience, epoch: Epoch?
  ) async throws -> EncodedPage<ModerationPlane> {
    let own = services.log.epoch
    if epoch == nil || epoch == own, let hub = services.hubs.existing(streamID),
      let page = try await hub.page(query, for: audience, epoch: own)
    {
      return page
    }
    let page = try await services.log.events(query, of: streamID, for: audience, epoch: epoch)
    return EncodedPage(
      body: ByteBuffer(bytes: try WireCodec.encode(page)), isEmpty: page.events.isEmpty,
      coverage: Coverage(after: page.after, upto: page.upto), latestSeq: page.latestSeq,
      latestModSeq: page.latestModSeq)
  }

  @Sendable func userCard(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    let streamID = try context.streamID()
    _ = try services.access.moderator(context.identity, of: streamID, at: SystemClock.time())
    _ = try QueryReader(request.uri.query, allowing: [])
    // Ids are compared as they are stored: in NFC.
    guard
      let userID = context.parameters.get("user_id")?.removingPercentEncoding
        .flatMap({ try? Validation.standard.userID(UserID(rawValue: $0)) })
    else { throw Problem(.unknownUser, "the stream knows no user of that id") }
    return try .json(.ok, try await services.log.userCard(of: userID, in: streamID))
  }

  @Sendable func moderate(
    _ request: Request, _ context: GatewayRequestContext
  ) async throws -> Response {
    let streamID = try context.streamID()
    let actor = try services.access.writer(context.identity, of: streamID, at: SystemClock.time())
    _ = try QueryReader(request.uri.query, allowing: [])
    guard let key = IdempotencyKey(rawValue: try IdempotencyHeader.read(request)) else {
      throw Problem(
        .invalid, "an idempotency key is 1–64 visible ASCII characters",
        field: IdempotencyHeader.name)
    }
    let body = try await request.wholeBody()
    let order = ModerationOrder(
      streamID: streamID, actor: actor, actsEverywhere: context.identity?.streams == .all,
      key: key,
      request: try WireCodec.decodeStrictly(ModerationRequest.self, from: body.readableBytesView))
    let hub = services.hubs.existing(streamID)
    let receipt = try await IdempotencyHeader.naming {
      try await withCheckedContinuation {
        (continuation: CheckedContinuation<Result<ModerationReceipt, Problem>, Never>) in
        services.pipeline.moderate(order) { result in
          if case .success(let receipt) = result { hub?.acknowledge(modSeq: receipt.event.modSeq) }
          continuation.resume(returning: result)
        }
      }.get()
    }
    return try .json(receipt.isRepeat ? .ok : .created, receipt.event)
  }
}
