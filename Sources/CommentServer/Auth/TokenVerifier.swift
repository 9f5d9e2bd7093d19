import Foundation
import JWTKit
public import LiveComments
public import ServerCore

/// Checks a JSON Web Token (RFC 7519): pure but for the keys, which are given.
public struct TokenVerifier: Sendable {
  /// Longer tokens are refused unread.
  public static let longestToken = 8 * 1_024

  private let keys: TokenKeys
  private let validation: Validation

  public init(keys: TokenKeys, validation: Validation) {
    self.keys = keys
    self.validation = validation
  }

  private struct Header: Decodable {
    var alg: String
    var kid: String?
    var crit: [String]?
  }

  /// Who the token names, at `now`. Throws `token_invalid` or `token_expired`.
  public func identity(of token: String, at now: Timestamp) throws(Problem) -> Identity {
    guard token.utf8.count <= Self.longestToken else { throw Self.malformed }
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let header = decode(Header.self, from: parts[0]),
      let signature = Base64URL.decode(parts[2])
    else { throw Self.malformed }
    guard header.crit == nil else {
      throw Problem(.tokenInvalid, "the token needs an extension that this server does not have")
    }
    let signed = [UInt8](parts[0]) + [UInt8(ascii: ".")] + [UInt8](parts[1])
    let candidates = keys.candidates(algorithm: header.alg, identifier: header.kid)
    guard !candidates.isEmpty else {
      throw Problem(.tokenInvalid, "the token is not signed with a key of this server")
    }
    guard
      candidates.contains(where: { key in
        (try? key.algorithm.verify(signature, signs: signed)) == true
      })
    else { throw Problem(.tokenInvalid, "the token's signature does not match") }
    guard let claims = decode(TokenClaims.self, from: parts[1]) else {
      throw Problem(
        .tokenInvalid, "the token must have sub, name, role, streams, exp and aud, and well formed")
    }
    return try claims.identity(at: now, validation: validation)
  }

  private static let malformed = Problem(.tokenInvalid, "the token is not a signed JWT")

  private func decode<Value: Decodable>(
    _ type: Value.Type, from part: Substring.UTF8View.SubSequence
  )
    -> Value?
  {
    Base64URL.decode(part).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }
}

/// Base64 for URLs without padding (RFC 7515 §2).
enum Base64URL {
  /// Nil when the text has any other character, padding included.
  static func decode(_ text: some Collection<UInt8>) -> Data? {
    var standard = [UInt8]()
    standard.reserveCapacity(text.count + 3)
    for byte in text {
      switch byte {
      case UInt8(ascii: "-"): standard.append(UInt8(ascii: "+"))
      case UInt8(ascii: "_"): standard.append(UInt8(ascii: "/"))
      case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): return nil
      default: standard.append(byte)
      }
    }
    while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
    return Data(base64Encoded: Data(standard))
  }

  static func encode(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
