import Logging
import Synchronization

/// Keeps all that is logged, at every level.
final class LogCapture: Sendable {
  private let kept = Mutex<[String]>([])

  /// Each entry as one text: level, message, metadata and error.
  var lines: [String] { kept.withLock(\.self) }

  var logger: Logger {
    Logger(label: "test") { _ in Handler(capture: self) }
  }

  private struct Handler: LogHandler {
    let capture: LogCapture
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      let all = metadata.merging(event.metadata ?? [:]) { $1 }
      let pairs = all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let error = event.error.map { " \($0)" } ?? ""
      let line = "\(event.level) \(event.message) \(pairs.joined(separator: " "))\(error)"
      capture.kept.withLock { $0.append(line) }
    }
  }
}
