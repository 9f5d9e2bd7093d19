import HTTPTypes
import Hummingbird
import LiveComments
import NIOCore
import ServerCore

/// `/streams/{id}/comments`: join, history, catch-up, long polls, the review queue, and posting.
struct CommentRoutes: Sendable {
  let services: LiveServices

  @Sendable func list(_ request: Request, _ context: GatewayRequestContext) async throws -> Response
  {
    let streamID = try context.streamID()
    let query = try QueryReader(
      request.uri.query,
      allowing: ["last", "after", "upto", "limit", "wait", "mod_after", "epoch", "state"])
    if let state = query.text("state") {
      return try await held(state, query, streamID, context)
    }
    let reader = try services.access.reader(context.identity, of: streamID, at: SystemClock.time())
    let audience = Audience(reader)
    let read = try CommentRead(query)
    let epoch = try query.epoch()
    try check(epoch)
    var page = try await self.page(read, of: streamID, for: audience, epoch: epoch)
    if let modAfter = read.modAfter, modAfter > page.latestModSeq {
      throw Problem(.reset, "mod_after lies in the future", reason: .future)
    }
    if try await waits(read, page, streamID, audience, context) {
      page = try await self.page(read, of: streamID, for: audience, epoch: epoch)
    }
    return .json(.ok, page.body)
  }

  /// From the stream's ring where it reaches, and is as new as the reader; else from the log.
  private func page(
    _ read: CommentRead, of streamID: StreamID, for audience: Audience, epoch: Epoch?
  ) async throws -> EncodedPage<CommentPlane> {
    if let hub = services.hubs.existing(streamID),
      let page = try await hub.page(read.query, for: audience, epoch: services.log.epoch),
      read.modAfter.map({ $0 <= page.latestModSeq }) ?? true
    {
      return page
    }
    let page = try await services.log.comments(
      read.query, of: streamID, for: audience, epoch: epoch)
    return EncodedPage(
      body: FrameAssembly.page(page), isEmpty: page.comments.isEmpty, coverage: page.coverage,
      latestSeq: page.latestSeq, latestModSeq: page.latestModSeq)
  }

  /// Waits for what a long poll asks for; false when the page at hand is already the answer.
  private func waits(
    _ read: CommentRead, _ page: EncodedPage<CommentPlane>, _ streamID: StreamID,
    _ audience: Audience, _ context: GatewayRequestContext
  ) async throws -> Bool {
    guard let seconds = read.wait, page.isEmpty, seconds > 0,
      page.coverage.upto == page.latestSeq,
      read.modAfter.map({ $0 == page.latestModSeq }) ?? true
    else { return false }
    try await LongPoll(services: services, streamID: streamID, context: context).wait(
      seconds, after: page.coverage.upto, modAfter: read.modAfter, for: audience)
    return true
  }

  private func held(
    _ state: String, _ query: QueryReader, _ streamID: StreamID, _ context: GatewayRequestContext
  ) async throws -> Response {
    guard state == CommentState.held.rawValue else {
      throw Problem(.invalid, "state is HELD, or left out", field: "state")
    }
    for name in ["last", "upto", "wait", "mod_after"] where query.text(name) != nil {
      throw Problem(.invalid, "the review queue takes no \(name)", field: name)
    }
    _ = try services.access.moderator(context.identity, of: streamID, at: SystemClock.time())
    try check(try query.epoch())
    let page = try await services.log.heldComments(
      of: streamID, after: try query.position("after") ?? .zero,
      limit: try query.count("limit", in: 1...Limits.pageComments) ?? Limits.joinComments)
    return .json(.ok, FrameAssembly.page(page))
  }

  @Sendable func one(_ request: Request, _ context: GatewayRequestContext) async throws -> Response
  {
    let streamID = try context.streamID()
    let query = try QueryReader(request.uri.query, allowing: ["epoch"])
    let reader = try services.access.reader(context.identity, of: streamID, at: SystemClock.time())
    try check(try query.epoch())
    guard let name = context.parameters.get("comment_id"), let id = CommentID(rawValue: name) else {
      throw Problem(.unknownComment, "there is no such comment")
    }
    return .json(
      .ok, try await services.log.comment(id, of: streamID, for: Audience(reader)))
  }

  private func check(_ epoch: Epoch?) throws(Problem) {
    guard let epoch, epoch != services.log.epoch else { return }
    throw Problem(.reset, "the positions belong to another epoch", reason: .epoch)
  }

  @Sendable func post(_ request: Request, _ context: GatewayRequestContext) async throws -> Response
  {
    let streamID = try context.streamID()
    let poster = try services.access.writer(context.identity, of: streamID, at: SystemClock.time())
    _ = try QueryReader(request.uri.query, allowing: [])
    let key = try IdempotencyHeader.read(request)
    let body = try await request.wholeBody()
    let post = try WireCodec.decodeStrictly(PostRequest.self, from: body.readableBytesView)
    let hub = services.hubs.existing(streamID)
    let answer = try await IdempotencyHeader.naming {
      try await withCheckedContinuation {
        (continuation: CheckedContinuation<Result<PostAnswer, Problem>, Never>) in
        services.pipeline.post(
          Submission(streamID: streamID, poster: poster, key: key, request: post)
        ) { result in
          if case .success(let answer) = result { hub?.acknowledge(seq: answer.comment.seq) }
          continuation.resume(returning: result)
        }
      }.get()
    }
    let path = "/streams/\(streamID)/comments/\(answer.comment.commentID)"
    return .json(
      answer.isRepeat ? .ok : .created, answer.comment, headers: [.location: path])
  }
}

/// The `Idempotency-Key` of a request that writes.
enum IdempotencyHeader {
  static let name = "Idempotency-Key"

  /// The key as it arrived: what it may look like is checked with the rest of the request.
  static func read(_ request: Request) throws(Problem) -> String {
    let field = HTTPField.Name(name)
    let values = field.map { request.headers[values: $0] } ?? []
    guard values.count == 1, let key = values.first else {
      throw Problem(
        .invalid, "one \(name) header is required: a new key with each new request", field: name)
    }
    return key
  }

  static func isPresent(in request: Request) -> Bool {
    HTTPField.Name(name).map { request.headers.contains($0) } ?? false
  }

  /// Calls the member of a frame what it is in HTTP.
  static func naming<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch var problem as Problem where problem.field == "key" {
      problem.field = name
      throw problem
    }
  }
}
