import LiveComments

/// Who may read and who may write: design §5.2.
struct AccessPolicy: Sendable {
  private let verifier: TokenVerifier
  /// Whether one may read without a token for the stream.
  private let allowsAnonymousReading: Bool

  init(verifier: TokenVerifier, allowsAnonymousReading: Bool) {
    self.verifier = verifier
    self.allowsAnonymousReading = allowsAnonymousReading
  }

  /// Who the token names. Throws `token_invalid` or `token_expired`.
  func identity(of token: String, at now: Timestamp) throws(Problem) -> Identity {
    try verifier.identity(of: token, at: now)
  }

  /// The account that reads a stream; nil for a reader without one, where that is allowed.
  func reader(
    _ identity: Identity?, of streamID: StreamID, at now: Timestamp
  ) throws(Problem) -> User? {
    guard let identity else {
      guard allowsAnonymousReading else {
        throw Problem(.tokenMissing, "this server asks for a token")
      }
      return nil
    }
    guard now < identity.expiresAt else {
      throw Problem(.tokenExpired, "the token has expired: get a new one")
    }
    if identity.streams.covers(streamID) { return identity.user }
    guard allowsAnonymousReading else {
      throw Problem(.forbidden, "the token is not for this stream")
    }
    return nil
  }

  /// Who reads about all streams: anybody where one may read without a token, else whoever has one.
  func observer(_ identity: Identity?, at now: Timestamp) throws(Problem) {
    guard !allowsAnonymousReading else { return }
    guard let identity else {
      throw Problem(.tokenMissing, "this server asks for a token")
    }
    guard now < identity.expiresAt else {
      throw Problem(.tokenExpired, "the token has expired: get a new one")
    }
  }

  /// The account that writes to a stream.
  func writer(
    _ identity: Identity?, of streamID: StreamID, at now: Timestamp
  ) throws(Problem) -> User {
    guard let identity else {
      throw Problem(.tokenMissing, "writing needs a token")
    }
    guard now < identity.expiresAt else {
      throw Problem(.tokenExpired, "the token has expired: get a new one")
    }
    guard identity.streams.covers(streamID) else {
      throw Problem(.forbidden, "the token is not for this stream")
    }
    return identity.user
  }

  /// The account that moderates a stream.
  func moderator(
    _ identity: Identity?, of streamID: StreamID, at now: Timestamp
  ) throws(Problem) -> User {
    guard identity != nil else {
      throw Problem(.tokenMissing, "this needs a moderator's token")
    }
    let user = try writer(identity, of: streamID, at: now)
    guard user.role.moderates else {
      throw Problem(.forbidden, "only moderators and owners may see this")
    }
    return user
  }
}
