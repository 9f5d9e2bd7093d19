import Foundation
import TestSupport
import Testing
import Tracing

@testable import CommentServer

@Suite("Spans in a file")
struct SpanFileTests {
  @Test("spans that the file has no room for are dropped, and it says how many")
  func dropped() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("trace")
    let tracer = try SpanFileTracer(file: URL(filePath: path), limit: 0)
    for _ in 0..<3 { tracer.startSpan("s").end() }
    tracer.flush()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "{\"dropped\":3}\n")
    #expect(tracer.dropped == 0)
  }

  @Test("what a full disk did not take counts as dropped")
  func fullDisk() throws {
    let tracer = try SpanFileTracer(file: URL(filePath: "/dev/full"))
    for _ in 0..<3 { tracer.startSpan("s").end() }
    tracer.flush()
    #expect(tracer.dropped == 3)
  }

  @Test("a span is written once, with its parent, its links and its counts")
  func line() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path("trace")
    let tracer = try SpanFileTracer(file: URL(filePath: path))
    let stages = StageTracer(tracer: tracer)
    let parent = try #require(stages.begin(.persist))
    let child = try #require(stages.begin(.sequence, in: parent.context))
    child.set("comments", 3)
    child.link(parent.context)
    child.end()
    child.end()
    tracer.flush()
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.count { $0 == "\n" } == 1)
    let identity = try #require(parent.context.spanIdentity)
    #expect(text.contains(#""attributes":{"comments":3}"#))
    #expect(text.contains(#""links":[{"span":"\#(identity.span)","trace":"\#(identity.trace)"}]"#))
    #expect(text.contains(#""parent":"\#(identity.span)""#))
  }
}
