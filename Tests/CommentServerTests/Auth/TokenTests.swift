import Foundation
import JWTKit
import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("Tokens")
struct TokenTests {
  private static let secret = Array("a secret of at least thirty-two bytes".utf8)
  private static let now = Timestamp(milliseconds: 1_700_000_000_000)
  private static let good: [String: String] = [
    "sub": #""ada""#, "name": #""Ada""#, "role": #""viewer""#, "streams": #"["launch"]"#,
    "exp": "1700000060", "aud": #""gavel""#,
  ]

  /// Signs by hand: what a library would refuse to make has to be tried too.
  private static func token(
    _ claims: [String: String], header: String = #"{"alg":"HS256","typ":"JWT"}"#,
    secret: [UInt8] = secret
  ) async throws -> String {
    let payload = "{" + claims.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    let signed =
      Base64URL.encode(Array(header.utf8)) + "." + Base64URL.encode(Array(payload.utf8))
    let keys = JWTKeyCollection()
    await keys.add(hmac: HMACKey(secret: secret), digestAlgorithm: .sha256)
    let signature = try await keys.getKey().sign(Data(signed.utf8))
    return signed + "." + Base64URL.encode(signature)
  }

  private static func verifier(
    jwks: String? = nil, secret: [UInt8]? = secret
  ) async throws -> TokenVerifier {
    var keys = TokenKeys()
    if let secret { try await keys.add(secret: secret) }
    if let jwks { try await keys.add(jwks: Data(jwks.utf8)) }
    return TokenVerifier(keys: keys, validation: .standard)
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    /// Replaces claims; nil removes one.
    var claims: [String: String?]
    var code: ProblemCode?
  }

  static let cases: [Case] = [
    Case(testDescription: "a good token", claims: [:]),
    Case(testDescription: "several audiences", claims: ["aud": #"["x","gavel"]"#]),
    Case(testDescription: "a fraction in exp", claims: ["exp": "1700000000.5"]),
    Case(testDescription: "nbf a little ahead", claims: ["nbf": "1700000030"]),
    Case(testDescription: "no exp", claims: ["exp": nil], code: .tokenInvalid),
    Case(testDescription: "exp as text", claims: ["exp": #""1700000060""#], code: .tokenInvalid),
    Case(testDescription: "exp at 1e300", claims: ["exp": "1e300"], code: .tokenInvalid),
    Case(testDescription: "exp now", claims: ["exp": "1700000000"], code: .tokenExpired),
    Case(testDescription: "exp in the past", claims: ["exp": "1600000000"], code: .tokenExpired),
    Case(testDescription: "nbf far ahead", claims: ["nbf": "1700000100"], code: .tokenInvalid),
    Case(testDescription: "no aud", claims: ["aud": nil], code: .tokenInvalid),
    Case(testDescription: "another aud", claims: ["aud": #""other""#], code: .tokenInvalid),
    Case(testDescription: "no sub", claims: ["sub": nil], code: .tokenInvalid),
    Case(testDescription: "an empty sub", claims: ["sub": #""""#], code: .tokenInvalid),
    Case(
      testDescription: "a sub of 65 scalars",
      claims: ["sub": "\"" + String(repeating: "a", count: 65) + "\""], code: .tokenInvalid),
    Case(testDescription: "a control in sub", claims: ["sub": #""a\u0007""#], code: .tokenInvalid),
    Case(testDescription: "no name", claims: ["name": nil], code: .tokenInvalid),
    Case(testDescription: "no role", claims: ["role": nil], code: .tokenInvalid),
    Case(testDescription: "an unknown role", claims: ["role": #""admin""#], code: .tokenInvalid),
    Case(testDescription: "no streams", claims: ["streams": nil], code: .tokenInvalid),
    Case(testDescription: "streams as text", claims: ["streams": #""*""#], code: .tokenInvalid),
    Case(
      testDescription: "a stream that is none", claims: ["streams": #"["No!"]"#],
      code: .tokenInvalid),
  ]

  @Test("the claims are checked one by one", arguments: cases)
  func claims(_ example: Case) async throws {
    var claims = Self.good
    for (name, value) in example.claims { claims[name] = value }
    let token = try await Self.token(claims)
    let verifier = try await Self.verifier()
    do {
      let identity = try verifier.identity(of: token, at: Self.now)
      #expect(example.code == nil)
      #expect(identity.user == User(userID: "ada", userName: "Ada", role: .viewer))
      #expect(identity.streams == .only([.launch]))
    } catch {
      #expect(error.code == example.code)
    }
  }

  @Test(
    "headers that ask for another way of checking are refused",
    arguments: [
      #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"HS384"}"#, #"{"alg":"RS256"}"#, "{}",
      #"{"alg":"HS256","crit":["exp"]}"#, "nonsense",
    ])
  func headers(_ header: String) async throws {
    let token = try await Self.token(Self.good, header: header)
    let verifier = try await Self.verifier()
    #expect(throws: Problem.self) { try verifier.identity(of: token, at: Self.now) }
  }

  @Test(
    "text that is no token, or whose signature is gone or another's, is refused")
  func shapes() async throws {
    let verifier = try await Self.verifier()
    let good = try await Self.token(Self.good)
    let parts = good.split(separator: ".").map(String.init)
    let forged = try await Self.token(Self.good, secret: Array("another secret".utf8))
    for text in [
      "", "a", "a.b", "a.b.c", "a.b.c.d", parts[0] + "." + parts[1] + ".", good + "=",
      parts[0] + "." + parts[1], forged, good.dropLast(4) + "AAAA",
      String(repeating: "a", count: 9_000),
    ] as [String] {
      #expect(throws: Problem.self, "\(text.prefix(40))") {
        try verifier.identity(of: text, at: Self.now)
      }
    }
    #expect(try verifier.identity(of: good, at: Self.now).user.userID == "ada")
  }

  @Test("a key set checks its own algorithms, and its public key is no HS256 secret")
  func keySet() async throws {
    let pair = ES256PrivateKey()
    let (x, y) = try #require(pair.publicKey.parameters)
    let jwks = #"""
      {"keys":[{"kty":"oct","k":"AAAA"},
      {"kty":"EC","crv":"P-256","kid":"one","alg":"ES256","x":"\#(x)","y":"\#(y)"}]}
      """#
    let signer = JWTKeyCollection()
    await signer.add(ecdsa: pair)
    let payload = "{" + Self.good.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    let signed =
      Base64URL.encode(Array(#"{"alg":"ES256","kid":"one"}"#.utf8)) + "."
      + Base64URL.encode(Array(payload.utf8))
    let signature = try await signer.getKey().sign(Data(signed.utf8))
    let token = signed + "." + Base64URL.encode(signature)

    let verifier = try await Self.verifier(jwks: jwks, secret: nil)
    #expect(try verifier.identity(of: token, at: Self.now).user.userID == "ada")

    // The algorithm says HMAC; the only key is public: whoever knows it must not get in.
    for secret in [Array(jwks.utf8), Array(x.utf8), Array(pair.publicKey.pemRepresentation.utf8)] {
      let confused = try await Self.token(
        Self.good, header: #"{"alg":"HS256","kid":"one"}"#, secret: secret)
      #expect(throws: Problem.self) { try verifier.identity(of: confused, at: Self.now) }
    }
    let other = token.replacing(
      Base64URL.encode(Array(#"{"alg":"ES256","kid":"one"}"#.utf8)),
      with: Base64URL.encode(Array(#"{"alg":"ES256","kid":"two"}"#.utf8)))
    #expect(throws: Problem.self) { try verifier.identity(of: other, at: Self.now) }
  }

  @Test("a key set without a usable key is an error", arguments: ["{}", "[]", #"{"keys":[]}"#])
  func emptyKeySet(_ document: String) async throws {
    await #expect(throws: TokenKeys.KeyError.self) { try await Self.verifier(jwks: document) }
  }

  @Test("what the issuer makes, the verifier takes")
  func issued() async throws {
    let issuer = try await TokenIssuer(secret: Self.secret, validation: .standard)
    let token = try issuer.token(
      for: User(userID: "ada", userName: "Ada L", role: .owner), streams: .all,
      expiresAt: Timestamp(milliseconds: Self.now.milliseconds + 60_000))
    let identity = try await Self.verifier().identity(of: token, at: Self.now)
    #expect(identity.user == User(userID: "ada", userName: "Ada L", role: .owner))
    #expect(identity.streams == .all)
    #expect(identity.expiresAt == Timestamp(milliseconds: Self.now.milliseconds + 60_000))
  }
}

@Suite("The secret file")
struct SecretFileTests {
  @Test("a missing file is made, for its owner only, and gives the same key again")
  func made() throws {
    let directory = try TemporaryDirectory()
    let file = URL(filePath: directory.path("new/secret"))
    let key = try SecretFile.load(file)
    #expect(key.count >= 32)
    #expect(try SecretFile.load(file) == key)
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("white space at the end is no part of the key")
  func trimmed() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(" a secret of bytes \t\r\n\n", to: "secret")
    #expect(try SecretFile.load(URL(filePath: path)) == Array(" a secret of bytes".utf8))
  }

  @Test("a short secret is refused", arguments: ["", "\n", "1234567\n"])
  func short(_ text: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(text, to: "secret")
    #expect(throws: SecretFile.Failure.self) { try SecretFile.load(URL(filePath: path)) }
  }
}
