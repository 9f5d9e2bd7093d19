public import LiveComments
public import ServerCore
public import Tracing

/// The way of a comment through the server, stage by stage:
///
///     Submission → AcceptedComment → StoredComment → Publication → Delivery
///      ingest       validate          sequence,       publish       fan-out
///                                     persist
///
/// `post` may be called from an event loop: it validates there and then, queues, and returns. The
/// order of one caller's posts is kept.
public struct Pipeline: Sendable {
  private let log: any CommentLog
  private let validation: Validation
  private let stages: StageTracer

  /// - Parameter tracer: gets spans of the stages; the log's are its own to give.
  public init(log: any CommentLog, validation: Validation, tracer: (any Tracer)? = nil) {
    self.log = log
    self.validation = validation
    stages = StageTracer(tracer: tracer)
  }

  /// Takes one post the whole way to durability.
  ///
  /// `completion` is called once, before `post` returns or on the log's thread, with the comment as
  /// its poster may see it.
  public func post(
    _ submission: Submission, completion: @escaping @Sendable (Result<PostAnswer, Problem>) -> Void
  ) {
    let ingest = stages.begin(.ingest)
    defer { ingest?.end() }
    let validate = stages.begin(.validate, in: ingest?.context)
    let accepted: AcceptedComment
    do {
      accepted = try validation.accept(submission)
    } catch {
      validate?.end(refusedBy: error)
      return completion(.failure(error))
    }
    validate?.end()
    let poster = Audience(submission.poster)
    validate.entered {
      log.append(accepted) { result in
        completion(
          result.map { receipt in
            PostAnswer(comment: poster.answer(with: receipt.comment), isRepeat: receipt.isRepeat)
          })
      }
    }
  }

  /// Takes one moderation request to durability, ahead of comments. Otherwise like `post`; the event
  /// comes as its actor may see it.
  public func moderate(
    _ order: ModerationOrder,
    completion: @escaping @Sendable (Result<ModerationReceipt, Problem>) -> Void
  ) {
    moderate(completion: completion) { () throws(Problem) in try validation.accept(order) }
  }

  /// Makes `rules` those of the stream; `order` has the action `set_rules`. Otherwise like
  /// `moderate`.
  public func setRules(
    _ rules: SafetyRules, by order: ModerationOrder,
    completion: @escaping @Sendable (Result<ModerationReceipt, Problem>) -> Void
  ) {
    moderate(completion: completion) { () throws(Problem) in
      try validation.accept(rules, by: order)
    }
  }

  private func moderate(
    completion: @escaping @Sendable (Result<ModerationReceipt, Problem>) -> Void,
    accept: () throws(Problem) -> AcceptedOrder
  ) {
    let ingest = stages.begin(.ingest)
    defer { ingest?.end() }
    let validate = stages.begin(.validate, in: ingest?.context)
    do {
      let accepted = try accept()
      validate?.end()
      validate.entered { moderate(accepted, completion: completion) }
    } catch {
      validate?.end(refusedBy: error)
      completion(.failure(error))
    }
  }

  private func moderate(
    _ accepted: AcceptedOrder,
    completion: @escaping @Sendable (Result<ModerationReceipt, Problem>) -> Void
  ) {
    let actor = Audience(accepted.actor.user)
    log.moderate(accepted) { result in
      completion(
        result.flatMap { receipt in
          // Whoever may take an action sees its event.
          guard let event = actor.view(of: receipt.event) else {
            return .failure(Problem(.internalError, "the event was stored but cannot be shown"))
          }
          return .success(ModerationReceipt(event: event, isRepeat: receipt.isRepeat))
        })
    }
  }
}

/// What a poster is told once the comment is durable.
public struct PostAnswer: Sendable, Hashable {
  /// As the poster may see it.
  public var comment: Comment
  /// Whether the same key had been used before: HTTP says 200 then, not 201.
  public var isRepeat: Bool
}
