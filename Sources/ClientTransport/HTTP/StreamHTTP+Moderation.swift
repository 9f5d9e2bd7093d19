public import ClientCore
public import LiveComments

extension StreamHTTP {
  /// A page of the review queue after a position, ascending. It claims no coverage.
  public func held(
    after: Seq = .zero, limit: Int = Limits.pageComments
  ) async throws(Failure) -> CommentPage {
    try await get(
      "/comments",
      [
        ("state", CommentState.held.rawValue), ("after", after.description), ("limit", "\(limit)"),
      ])
  }

  /// What the stream knows of a user.
  public func userCard(_ userID: UserID) async throws(Failure) -> UserCard {
    try await get("/users/" + Self.percentEncoded(userID.rawValue), [])
  }

  /// The stream's safety rules.
  public func rules() async throws(Failure) -> RuleDocument { try await get("/rules", []) }

  /// Replaces the stream's safety rules; answers with them as they are now. With a key, the same
  /// request again changes nothing.
  public func setRules(
    _ rules: RuleDocument, key: String? = nil
  ) async throws(Failure) -> RuleDocument {
    try await put("/rules", rules, key: key)
  }

  /// One component of a path: everything but unreserved characters (RFC 3986 §2.3) as `%XX`.
  static func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}
