import LiveComments
import Logging

/// What the log says of a connection: its id, that of the request it began with, the stream, and
/// codes. Never what a client has sent, nor
/// words that are made of it.
extension LiveConnection {
  func logJoined(_ resume: ServerFrame.Resume) {
    services.logger.debug(
      "joined",
      metadata: metadata([
        "resume": "\(resume.rawValue)", "framing": framing == .webSocket ? "websocket" : "events",
      ]))
  }

  func logRefusal(_ code: ProblemCode) {
    services.logger.debug("refused", metadata: metadata(["code": "\(code.rawValue)"]))
  }

  /// - Parameter reason: the server's own words, but for a bad frame, where the frame shapes them.
  func logClosing(_ code: CloseCode, _ reason: String) {
    services.logger.debug(
      "closing",
      metadata: metadata([
        "code": "\(code.rawValue)", "reason": code == .badFrame ? "bad frame" : "\(reason)",
      ]))
  }

  private func metadata(_ more: Logger.Metadata) -> Logger.Metadata {
    var metadata = more
    metadata[RequestLog.key] = "\(requestID)"
    metadata["connection"] = "\(connectionID)"
    metadata["stream"] = "\(streamID)"
    return metadata
  }
}
