import Dispatch
public import Foundation
import Synchronization
public import Tracing

/// Writes the spans that have ended to a file, one line of JSON each: where to look when no collector
/// is at hand.
///
/// Who ends a span never waits for the disk. What the file cannot take fast enough is dropped and
/// counted, and a line says how many. The file is appended to, so that it can be copied and truncated
/// while the server runs.
public final class SpanFileTracer: Tracer {
  private struct State {
    var waiting: [SpanRecord] = []
    var isWriting = false
    var dropped = 0
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "gavel.trace")
  private let file: FileHandle
  private let limit: Int

  /// - Parameter limit: spans that wait for the file, at most.
  /// Throws when the file can neither be opened nor made.
  public init(file: URL, limit: Int = 8_192) throws {
    self.limit = limit
    let descriptor = open(file.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    self.file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  public func startSpan<Instant: TracerInstant>(
    _ operationName: String, context: @autoclosure () -> InstrumentationContext,
    ofKind kind: SpanKind, at instant: @autoclosure () -> Instant, function: String,
    file fileID: String, line: UInt
  ) -> FileSpan {
    var context = context()
    let parent = context.spanIdentity
    let identity = SpanIdentity(under: parent)
    context.spanIdentity = identity
    return FileSpan(
      SpanRecord(
        trace: identity.trace, span: identity.span, parent: parent?.span, name: operationName,
        start: instant().nanosecondsSinceEpoch),
      in: context
    ) { [weak self] in self?.write($0) }
  }

  /// Spans that were dropped, and of which the file does not tell yet.
  var dropped: Int { state.withLock(\.dropped) }

  /// Returns once what has ended so far is written.
  public func flush() { queue.sync { drain() } }

  public func forceFlush() { flush() }

  private func write(_ record: SpanRecord) {
    let mustStart = state.withLock { state in
      guard state.waiting.count < limit else {
        state.dropped += 1
        return false
      }
      state.waiting.append(record)
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustStart { queue.async { self.drain() } }
  }

  private func drain() {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    while true {
      let (records, dropped) = state.withLock { state in
        defer {
          state.isWriting = !state.waiting.isEmpty
          state.waiting = []
          state.dropped = 0
        }
        return (state.waiting, state.dropped)
      }
      if records.isEmpty && dropped == 0 { return }
      var lines = Data()
      if dropped > 0 { lines.append(contentsOf: "{\"dropped\":\(dropped)}\n".utf8) }
      for record in records {
        guard let line = try? encoder.encode(record) else { continue }
        lines.append(line)
        lines.append(UInt8(ascii: "\n"))
      }
      do {
        try file.write(contentsOf: lines)
      } catch {
        state.withLock { state in
          state.dropped += records.count + dropped
          // Until the next try nobody else begins one.
          state.isWriting = true
        }
        return pause()
      }
    }
  }

  /// The disk may be full: tries again with what comes after a second.
  private func pause() {
    queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in self?.drain() }
  }
}

extension SpanFileTracer {
  /// Nothing is taken from other services, nor told to them.
  public func extract<Carrier, Extract: Extractor>(
    _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
  ) where Extract.Carrier == Carrier {}

  public func inject<Carrier, Inject: Injector>(
    _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
  ) where Inject.Carrier == Carrier {}
}

/// A span that a `SpanFileTracer` writes when it ends.
public final class FileSpan: Span {
  private struct State {
    var record: SpanRecord
    var attributes = SpanAttributes()
    var hasEnded = false
  }

  public let context: InstrumentationContext
  private let state: Mutex<State>
  private let write: @Sendable (SpanRecord) -> Void

  init(
    _ record: SpanRecord, in context: InstrumentationContext,
    write: @escaping @Sendable (SpanRecord) -> Void
  ) {
    state = Mutex(State(record: record))
    self.context = context
    self.write = write
  }

  public var operationName: String {
    get { state.withLock(\.record.name) }
    set { state.withLock { $0.record.name = newValue } }
  }

  public var attributes: SpanAttributes {
    get { state.withLock(\.attributes) }
    set { state.withLock { $0.attributes = newValue } }
  }

  public var isRecording: Bool { state.withLock { !$0.hasEnded } }

  public func setStatus(_ status: SpanStatus) {
    state.withLock { $0.record.failed = status.code == .error }
  }

  /// Left out: the pipeline has none.
  public func addEvent(_ event: SpanEvent) {}

  /// An error may hold what somebody wrote: only that there was one is kept.
  public func recordError<Instant: TracerInstant>(
    _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
  ) {
    state.withLock { $0.record.failed = true }
  }

  public func addLink(_ link: SpanLink) {
    guard let identity = link.context.spanIdentity else { return }
    state.withLock {
      $0.record.links.append(SpanRecord.Link(trace: identity.trace, span: identity.span))
    }
  }

  public func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
    let end = instant().nanosecondsSinceEpoch
    let ended = state.withLock { state -> SpanRecord? in
      guard !state.hasEnded else { return nil }
      state.hasEnded = true
      state.record.end = end
      state.record.set(state.attributes)
      return state.record
    }
    if let ended { write(ended) }
  }
}
