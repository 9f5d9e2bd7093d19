import Tracing

/// A span as a line of JSON: how it hangs together with others, when it was, and its counts.
struct SpanRecord: Sendable, Encodable {
  struct Link: Sendable, Encodable {
    var trace: String
    var span: String
  }

  /// A count, or a code.
  enum Value: Sendable, Encodable {
    case count(Int64)
    case word(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .count(let count): try container.encode(count)
      case .word(let word): try container.encode(word)
      }
    }
  }

  var trace: String
  var span: String
  var parent: String?
  var links: [Link] = []
  var name: String
  /// Nanoseconds since 1970.
  var start: UInt64
  var end: UInt64 = 0
  /// Whether it ended in a refusal or a failure.
  var failed = false
  var attributes: [String: Value] = [:]

  /// Takes what is a count or a word; of other things the pipeline's spans have none.
  mutating func set(_ attributes: SpanAttributes) {
    self.attributes = [:]
    // They are no sequence.
    // swift-format-ignore: ReplaceForEachWithForLoop
    attributes.forEach { name, attribute in
      switch attribute {
      case .int64(let count): self.attributes[name] = .count(count)
      case .int32(let count): self.attributes[name] = .count(Int64(count))
      case .string(let word): self.attributes[name] = .word(word)
      default: break
      }
    }
  }
}

/// The identity of a span within its context.
struct SpanIdentity: Sendable {
  var trace: String
  var span: String

  /// A span of `parent`'s trace, or the first of another.
  init(under parent: SpanIdentity?) {
    trace = parent?.trace ?? Self.hexadecimal() + Self.hexadecimal()
    span = Self.hexadecimal()
  }

  private static func hexadecimal() -> String {
    let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

private struct SpanIdentityKey: InstrumentationContextKey {
  typealias Value = SpanIdentity
}

extension InstrumentationContext {
  var spanIdentity: SpanIdentity? {
    get { self[SpanIdentityKey.self] }
    set { self[SpanIdentityKey.self] = newValue }
  }
}
