import Tracing

/// What a span that serves many at once continues: the contexts to link it with, a bounded number.
struct SpanCauses: Sendable, Sequence {
  private var contexts: [InstrumentationContext] = []

  /// More are left out: a span with hundreds of links helps nobody.
  static let limit = 32

  var isEmpty: Bool { contexts.isEmpty }

  mutating func add(_ context: InstrumentationContext?) {
    guard let context, contexts.count < Self.limit else { return }
    contexts.append(context)
  }

  mutating func add(_ causes: SpanCauses) {
    for context in causes { add(context) }
  }

  /// All of them; none is left.
  mutating func take() -> SpanCauses {
    defer { contexts = [] }
    return self
  }

  func makeIterator() -> IndexingIterator<[InstrumentationContext]> { contexts.makeIterator() }
}
