public import LiveComments

/// The streams that a token is for.
public enum StreamScope: Sendable, Hashable {
  case all
  case only(Set<StreamID>)

  public func contains(_ streamID: StreamID) -> Bool {
    switch self {
    case .all: true
    case .only(let streams): streams.contains(streamID)
    }
  }
}

/// An account that does something, with the reach of its token.
public struct Actor: Sendable, Hashable {
  public var user: User
  public var streams: StreamScope

  public init(user: User, streams: StreamScope) {
    self.user = user
    self.streams = streams
  }
}

extension Permissions {
  /// Whether an account may do `act` to `object` in `streamID`.
  public static func allow(
    _ act: Act, by actor: Actor, to object: ActObject = ActObject(), in streamID: StreamID
  ) -> Bool {
    actor.streams.contains(streamID)
      && allow(act, by: actor.user.role, to: object, everyStream: actor.streams == .all)
  }
}
