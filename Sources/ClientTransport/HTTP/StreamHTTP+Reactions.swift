public import LiveComments

extension StreamHTTP {
  /// Adds reactions to the stream or to a comment. The same request again adds them again.
  public func react(_ request: ClientFrame.React) async throws(Failure) {
    try await submit("/reactions", request)
  }
}
