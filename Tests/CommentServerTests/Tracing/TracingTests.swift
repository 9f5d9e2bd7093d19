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
    _ = try span(of: .publish)
    #expect(spans.contains { $0.operationName == Stage.fanOut.rawValue })
    let refused = spans.filter { $0.status?.code == .error }
    #expect(refused.map(\.operationName) == [Stage.validate.rawValue])
    #expect(refused.first?.attributes.get("code") == "invalid")
    #expect(spans.allSatisfy { $0.errors.isEmpty && !"\($0)".contains("xyzzy") })
  }
}
