import Foundation
import LiveComments
import ServerCore

/// The claims of a token as they arrive (RFC 7519 §4, design §5.2); nothing in them is checked.
struct TokenClaims: Codable {
  var sub: String
  var name: String
  var role: Role
  var streams: [String]
  /// Seconds since 1970 (NumericDate).
  var exp: Double
  var nbf: Double?
  var aud: Audiences

  /// One audience, or several.
  enum Audiences: Codable {
    case one(String)
    case several([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode(String.self) {
        self = .one(one)
      } else {
        self = .several(try container.decode([String].self))
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .one(let audience): try container.encode(audience)
      case .several(let audiences): try container.encode(audiences)
      }
    }

    func contains(_ audience: String) -> Bool {
      switch self {
      case .one(let one): one == audience
      case .several(let several): several.contains(audience)
      }
    }
  }
}

extension TokenClaims {
  static let audience = "gavel"
  /// How far a clock that issues tokens may run ahead of this one.
  private static let leewaySeconds = 60.0

  /// Who the token names, at `now`. Throws `token_invalid` or `token_expired`.
  func identity(at now: Timestamp, validation: Validation) throws(Problem) -> Identity {
    let seconds = Double(now.milliseconds) / 1_000
    // 2^53 seconds: what lies beyond has lost its integers, and no date needs it.
    guard exp.isFinite, abs(exp) < 9_007_199_254_740_992 else {
      throw Problem(.tokenInvalid, "the token's exp is not a time")
    }
    guard aud.contains(Self.audience) else {
      throw Problem(.tokenInvalid, "the token's aud is not \(Self.audience)")
    }
    guard seconds < exp else {
      throw Problem(.tokenExpired, "the token has expired: get a new one")
    }
    if let nbf, nbf > seconds + Self.leewaySeconds {
      throw Problem(.tokenInvalid, "the token is not valid yet")
    }
    let user: User
    do {
      user = User(
        userID: try validation.userID(UserID(rawValue: sub), field: "sub"),
        userName: try validation.userName(name, field: "name"), role: role)
    } catch {
      throw Problem(.tokenInvalid, "the token's \(error.field ?? "user") is not allowed")
    }
    let milliseconds = min(exp * 1_000, 9_007_199_254_740_992)
    return Identity(
      user: user, streams: try grant(), expiresAt: Timestamp(milliseconds: Int64(milliseconds)))
  }

  private func grant() throws(Problem) -> StreamGrant {
    if streams == ["*"] { return .all }
    var granted: Set<StreamID> = []
    for name in streams {
      guard let streamID = StreamID(rawValue: name) else {
        throw Problem(.tokenInvalid, "the token's streams name something that is no stream")
      }
      granted.insert(streamID)
    }
    return .only(granted)
  }
}
