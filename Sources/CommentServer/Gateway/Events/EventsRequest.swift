import LiveComments

/// A request for a stream's events, checked: what it asks for is what it may have.
struct EventsRequest {
  let streamID: StreamID
  let identity: Identity?
  let claim: ResumeClaim

  /// - Parameters:
  ///   - lastEventID: the header's values. They go before the query's, which stays in a browser's
  ///     URL when it reconnects.
  /// Throws what the reader is to be told.
  init(
    streamID: StreamID, query: String?, lastEventID: [String], identity: Identity?,
    access: AccessPolicy
  ) throws(Problem) {
    self.streamID = streamID
    self.identity = identity
    _ = try access.reader(identity, of: streamID, at: SystemClock.time())
    let query = try QueryReader(query, allowing: [Self.parameter])
    let position = try query.text(Self.parameter).map { text throws(Problem) in
      guard let id = EventID(text) else {
        throw Problem(.invalid, "an event's id is epoch:seq:mod_seq", field: Self.parameter)
      }
      return ResumeClaim.position(id.point)
    }
    claim = Self.claim(lastEventID) ?? position ?? .nothing
  }

  /// Refused, an `EventSource` would give up for good over an id that it took from somebody else: what
  /// cannot be read is a position that cannot be honoured, which `welcome` says.
  private static func claim(_ lastEventID: [String]) -> ResumeClaim? {
    // A browser that has no id yet sends none, or an empty one.
    guard let text = lastEventID.first, lastEventID.count > 1 || !text.isEmpty else { return nil }
    guard lastEventID.count == 1, let id = EventID(text) else { return .unreadable }
    return .lastEvent(id.point)
  }

  private static let parameter = "last_event_id"

  /// The stream that a path asks the events of, when it is such a path.
  static func streamID(inPath path: some StringProtocol) -> StreamID? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1] == "streams", parts[3] == "events" else {
      return nil
    }
    return StreamID(rawValue: String(parts[2]))
  }
}
