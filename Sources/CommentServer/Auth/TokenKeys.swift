public import Foundation
import JWTKit
import LiveComments

/// The keys that tokens are checked with: one secret for HS256, a key set for everything else.
///
/// The two never mix: a token names its algorithm, and only a key made for that algorithm is tried,
/// so that an RSA public key can never serve as an HMAC secret.
public struct TokenKeys: Sendable {
  struct Key: Sendable {
    var identifier: String?
    var algorithm: any JWTAlgorithm
  }

  /// The fewest bytes of a secret that are accepted at all.
  public static let shortestSecret = 8
  /// RFC 7518 §3.2: an HS256 key has at least as many bits as its hash.
  public static let recommendedSecret = 32

  private var byAlgorithm: [String: [Key]] = [:]

  public init() {}

  /// Adds the secret of HS256.
  public mutating func add(secret: [UInt8]) async throws {
    let collection = JWTKeyCollection()
    await collection.add(hmac: HMACKey(secret: secret), digestAlgorithm: .sha256)
    byAlgorithm["HS256", default: []].append(
      Key(identifier: nil, algorithm: try await collection.getKey()))
  }

  /// Adds the keys of a JWKS document (RFC 7517). Keys of kinds that this server does not know are
  /// passed over (§5 there).
  ///
  /// Throws `KeyError` when the document is not a key set, or no key in it can be used.
  public mutating func add(jwks document: Data) async throws {
    guard let set = try? JSONDecoder().decode(LenientKeySet.self, from: document) else {
      throw KeyError.notAKeySet
    }
    var isUsable = false
    for jwk in set.keys.compactMap(\.key) {
      for algorithm in jwk.possibleAlgorithms {
        var jwk = jwk
        let identifier = jwk.keyIdentifier
        jwk.algorithm = algorithm
        jwk.keyIdentifier = identifier ?? "unnamed"
        let collection = JWTKeyCollection()
        guard (try? await collection.add(jwk: jwk)) != nil,
          let key = try? await collection.getKey(for: jwk.keyIdentifier)
        else { continue }
        byAlgorithm[algorithm.rawValue, default: []].append(
          Key(identifier: identifier?.string, algorithm: key))
        isUsable = true
      }
    }
    guard isUsable else { throw KeyError.noUsableKey }
  }

  public enum KeyError: Error {
    case notAKeySet
    case noUsableKey
  }

  /// The keys that a token with this header may have been signed with.
  func candidates(algorithm: String, identifier: String?) -> [Key] {
    (byAlgorithm[algorithm] ?? []).filter { key in
      guard let named = key.identifier, let identifier else { return true }
      return named == identifier
    }
  }
}

extension HMACKey {
  /// JWTKit traps on keys shorter than the hash. HMAC itself fills short keys with zeros (RFC 2104
  /// §2), so that doing it here changes no signature.
  init(secret: [UInt8]) {
    let missing = max(0, TokenKeys.recommendedSecret - secret.count)
    self.init(from: secret + [UInt8](repeating: 0, count: missing))
  }
}

/// A key set whose unknown members do not spoil the others.
private struct LenientKeySet: Decodable {
  struct Entry: Decodable {
    var key: JWK?

    init(from decoder: any Decoder) throws {
      key = try? JWK(from: decoder)
    }
  }

  var keys: [Entry]
}

extension JWK {
  /// The algorithm that the key names, or else all that its kind allows.
  fileprivate var possibleAlgorithms: [JWK.Algorithm] {
    if let algorithm { return [algorithm] }
    switch keyType {
    case .rsa: return [.rs256, .rs384, .rs512, .ps256, .ps384, .ps512]
    case .ecdsa: return [.es256, .es384, .es512].filter { $0.curve == curve?.rawValue }
    case .octetKeyPair: return [.eddsa]
    default: return []
    }
  }
}

extension JWK.Algorithm {
  /// The curve of an ECDSA algorithm (RFC 7518 §3.4).
  fileprivate var curve: String? {
    switch self {
    case .es256: "P-256"
    case .es384: "P-384"
    case .es512: "P-521"
    default: nil
    }
  }
}
