/// A stream's safety rules as the server sent them (design §5.4).
///
/// A client changes what a rule does, and gives everything else back as it came, so that a newer
/// server's members survive.
public struct RuleDocument: Sendable, Hashable {
  private var members: [String: JSONValue]

  public init() { members = [:] }

  /// The rules of design §5.4, in its order.
  public static let names = ["blocklist", "links", "repeats", "capitals", "first_comment"]

  /// What a rule does with a comment that it matches.
  public enum Response: String, Sendable, Hashable, CaseIterable {
    case off, flag, hold, reject
  }

  /// A rule that the document leaves out is off.
  public subscript(rule: String) -> Response {
    get {
      guard case .object(let members) = members[rule], case .string(let name) = members["do"]
      else { return .off }
      return Response(rawValue: name) ?? .off
    }
    set {
      var rest: [String: JSONValue] = [:]
      if case .object(let members) = members[rule] { rest = members }
      rest["do"] = .string(newValue.rawValue)
      members[rule] = .object(rest)
    }
  }

  /// The rest of what a rule says, by the name of its member: counts, limits, how many words.
  public func settings(of rule: String) -> [(name: String, value: String)] {
    guard case .object(let members) = members[rule] else { return [] }
    return members.filter { $0.key != "do" }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.summary) }
  }
}

extension RuleDocument: Codable {
  public init(from decoder: any Decoder) throws {
    members = try decoder.singleValueContainer().decode([String: JSONValue].self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(members)
  }
}
