public import LiveComments

/// Why an HTTP request gave no page.
public enum RequestFailure: Error, Sendable, Hashable {
  /// The server refused, and said why.
  case refused(Problem)
  /// No usable answer: the server could not be reached, hung up, or did not speak the protocol.
  /// The text is for people.
  case unreachable(String)
}
