import ClientCore
import LiveComments

/// The connection in words.
enum ConnectionWords {
  /// Why a connection was lost.
  static func reason(_ interruption: Interruption) -> String {
    switch interruption {
    case .unreachable(let text): text
    case .refused(let problem): problem.detail
    case .closed(let code?, let text):
      text.isEmpty ? "closed by the server (\(code.rawValue))" : "\(text) (\(code.rawValue))"
    case .closed(nil, let text): text.isEmpty ? "the connection ended" : text
    case .silent: "the server fell silent"
    case .drained: "the server is restarting"
    case .confused(let text): "the server broke the protocol: \(text)"
    }
  }

  /// Why a session is over; nil when the user wanted it.
  static func reason(_ stop: StopReason) -> String? {
    switch stop {
    case .requested: nil
    case .refused(let problem): "refused: \(problem.detail)"
    case .closed(let code, let text):
      "the server closed the connection for good: \(text.isEmpty ? "code" : text) (\(code.rawValue))"
    }
  }
}
