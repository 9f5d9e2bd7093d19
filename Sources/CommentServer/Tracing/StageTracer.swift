import LiveComments
import Tracing

/// A stage of the pipeline, as its spans are called.
enum Stage: String {
  case ingest = "gavel.ingest"
  /// Within `ingest`.
  case validate = "gavel.validate"
  case persist = "gavel.persist"
  /// Within `persist`.
  case sequence = "gavel.sequence"
  case publish = "gavel.publish"
  case fanOut = "gavel.fan-out"
}

/// Makes spans of the pipeline's stages. Without a tracer it makes none, and costs a comparison.
struct StageTracer: Sendable {
  let tracer: (any Tracer)?

  /// Begins a span in the context that is current, or in `context`; nil without a tracer.
  func begin(_ stage: Stage, in context: InstrumentationContext? = nil) -> StageSpan? {
    guard let tracer else { return nil }
    return StageSpan(
      span: tracer.startSpan(
        stage.rawValue,
        context: context ?? InstrumentationContext.current ?? InstrumentationContext.topLevel))
  }

  /// Runs `body` in a span.
  func span<Value, Failure: Error>(
    _ stage: Stage, in context: InstrumentationContext? = nil,
    _ body: (StageSpan?) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let span = begin(stage, in: context)
    do throws(Failure) {
      let value = try body(span)
      span?.end()
      return value
    } catch {
      span?.end(refusedBy: error)
      throw error
    }
  }

  /// What a comment's later stages are to be linked with; nil without a tracer.
  var current: InstrumentationContext? {
    tracer == nil ? nil : InstrumentationContext.current
  }
}

/// A span of one stage. Counts and codes only: no attribute says what a comment does.
struct StageSpan: Sendable {
  fileprivate let span: any Span

  var context: InstrumentationContext { span.context }

  func set(_ name: String, _ count: Int) {
    span.attributes[name] = count
  }

  /// Links the span with one that it continues.
  func link(_ context: InstrumentationContext?) {
    guard let context else { return }
    span.addLink(SpanLink(context: context, attributes: [:]))
  }

  func link(_ contexts: SpanCauses) {
    for context in contexts { link(context) }
  }

  func end() { span.end() }

  func end(refusedBy error: any Error) {
    if let problem = error as? Problem { span.attributes["code"] = problem.code.rawValue }
    span.setStatus(SpanStatus(code: .error))
    span.end()
  }
}

extension StageSpan? {
  /// Runs `body` with this span as the current context.
  func entered<Value>(_ body: () -> Value) -> Value {
    guard let self else { return body() }
    return InstrumentationContext.$current.withValue(self.context) { body() }
  }
}

extension StageSpan {
  /// Says how much a commit takes, and links it with what each of it comes from.
  func describe(_ batch: CommitQueue.Batch) {
    set("comments", batch.posts.count)
    set("orders", batch.orders.count)
    for post in batch.posts { link(post.context) }
    for order in batch.orders { link(order.context) }
  }

  /// Links what publishes a commit with the commit, and with what that comes from as far as there is
  /// room: the commit is linked with all of it.
  func publishes(_ batch: CommitQueue.Batch, of commit: InstrumentationContext?) {
    var causes = SpanCauses()
    causes.add(commit)
    for order in batch.orders { causes.add(order.context) }
    for post in batch.posts { causes.add(post.context) }
    link(causes)
  }
}
