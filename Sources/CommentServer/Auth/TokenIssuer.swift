import Foundation
import JWTKit
public import LiveComments
public import ServerCore

/// Makes tokens with the secret of HS256: for `gavel-server token`, demos and tests.
public struct TokenIssuer: Sendable {
  private let key: any JWTAlgorithm
  private let validation: Validation

  public init(secret: [UInt8], validation: Validation) async throws {
    let collection = JWTKeyCollection()
    await collection.add(hmac: HMACKey(secret: secret), digestAlgorithm: .sha256)
    key = try await collection.getKey()
    self.validation = validation
  }

  /// A token for `user`. Throws `Problem` with code `invalid` when the id or the name breaks the
  /// limits of design §5.1.
  public func token(
    for user: User, streams: StreamGrant, expiresAt: Timestamp
  ) throws -> String {
    let names: [String] =
      switch streams {
      case .all: ["*"]
      case .only(let streams): streams.map(\.rawValue).sorted()
      }
    let claims = TokenClaims(
      sub: try validation.userID(user.userID, field: "user").rawValue,
      name: try validation.userName(user.userName, field: "name"), role: user.role,
      streams: names, exp: Double(expiresAt.milliseconds / 1_000), nbf: nil,
      aud: .one(TokenClaims.audience))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let header = Base64URL.encode(Data(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
    let signed = header + "." + Base64URL.encode(try encoder.encode(claims))
    return signed + "." + Base64URL.encode(try key.sign(Data(signed.utf8)))
  }
}
