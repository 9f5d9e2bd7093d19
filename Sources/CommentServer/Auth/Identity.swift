public import LiveComments

/// What a verified token says.
public struct Identity: Sendable, Hashable {
  public var user: User
  public var streams: StreamGrant
  /// From then on the token is void.
  public var expiresAt: Timestamp

  public init(user: User, streams: StreamGrant, expiresAt: Timestamp) {
    self.user = user
    self.streams = streams
    self.expiresAt = expiresAt
  }
}

/// The streams that a token is for.
public enum StreamGrant: Sendable, Hashable {
  case all
  case only(Set<StreamID>)

  public func covers(_ streamID: StreamID) -> Bool {
    switch self {
    case .all: true
    case .only(let streams): streams.contains(streamID)
    }
  }
}
