import InMemoryTracing
import LiveComments
import TestSupport
import Testing
import Tracing

@testable import CommentServer

@Suite("Spans of the pipeline's stages")
struct TracingTests {
  @Test("a comment's way is traced stage by stage, and says nothing of the comment")
  func stages() async throws {
    let tracer = InMemoryTracer()
    try await ServerFixture.run(tracer: tracer) { server in
      let (viewer, _) = try await server.join()
      let (poster, _) = try await server.join(token: server.token("ada"))
      try await poster.send(.post(key: "k", PostRequest(content: "xyzzy")))
      _ = try await poster.ack()
      _ = try await viewer.batch()
      try await poster.send(.post(key: "k2", PostRequest(content: "xyzzy\u{7}")))
      _ = try await poster.failure()
    }
    let spans = tracer.finishedSpans
    func span(of stage: Stage) throws -> FinishedInMemorySpan {
      let found = spans.first { $0.operationName == stage.rawValue }
      return try #require(found)
    }
    let validate = try span(of: .validate)
    let persist = try span(of: .persist)
    #expect(persist.links.map(\.context.inMemorySpanContext) == [validate.spanContext])
    #expect(try span(of: .sequence).parentSpanID == persist.spanID)
    #expect(persist.attributes.get("comments") == .int64(1))
    let ingest = try span(of: .ingest)
    #expect(validate.parentSpanID == ingest.spanID)
    let publish = try span(of: .publish)
    #expect(
      publish.links.map(\.context.inMemorySpanContext)
        == [persist.spanContext, validate.spanContext])
    #expect(
      spans.contains { span in
        span.operationName == Stage.fanOut.rawValue
          && span.links.map(\.context.inMemorySpanContext) == [publish.spanContext]
      })
    let refused = spans.filter { $0.status?.code == .error }
    #expect(refused.map(\.operationName) == [Stage.validate.rawValue])
    #expect(refused.first?.attributes.get("code") == "invalid")
    #expect(spans.allSatisfy { $0.errors.isEmpty && !"\($0)".contains("xyzzy") })
  }

  @Test("new rules are traced to the pass that brings them to viewers")
  func rules() async throws {
    let tracer = InMemoryTracer()
    try await ServerFixture.run(tracer: tracer) { server in
      let (viewer, _) = try await server.join()
      let answer = try await server.http().request(
        "PUT", "/streams/launch/rules", token: server.token("mo", .moderator),
        body: #"{"links":{"do":"hold"}}"#)
      #expect(answer.status == 200)
      _ = try await viewer.moderation()
    }
    let spans = tracer.finishedSpans
    func span(of stage: Stage) throws -> FinishedInMemorySpan {
      let found = spans.first { $0.operationName == stage.rawValue }
      return try #require(found)
    }
    let validate = try span(of: .validate)
    #expect(validate.parentSpanID == (try span(of: .ingest)).spanID)
    let persist = try span(of: .persist)
    #expect(persist.links.map(\.context.inMemorySpanContext) == [validate.spanContext])
    let publish = try span(of: .publish)
    #expect(
      spans.contains { span in
        span.operationName == Stage.fanOut.rawValue
          && span.links.map(\.context.inMemorySpanContext) == [publish.spanContext]
      })
  }

  @Test("a span that serves very many is linked with a bounded number of them")
  func bounded() {
    var causes = SpanCauses()
    causes.add(nil)
    #expect(causes.isEmpty)
    for _ in 0..<1_000 { causes.add(.topLevel) }
    #expect(Array(causes.take()).count == SpanCauses.limit)
    #expect(causes.isEmpty)
  }
}
