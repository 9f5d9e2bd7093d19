/// What the feed does not show. The held queue shows everything, and so do own comments and
/// mentions of the user, unless they are asked for.
public struct Filter: Sendable, Hashable {
  public let query: Query
  /// Whether own comments and mentions are hidden too.
  public let includesOwn: Bool

  /// Filters that there may be: each costs something for every comment.
  public static let limit = 16

  /// Reads a query; a `!` before it includes own comments and mentions. Nil when it asks for
  /// nothing. `text` is in NFC.
  public static func parse(_ text: String) throws(QueryProblem) -> Filter? {
    let text = text.trimmed
    let includesOwn = text.hasPrefix("!")
    guard let query = try Query.parse(includesOwn ? String(text.dropFirst()) : text) else {
      return nil
    }
    return Filter(query: query, includesOwn: includesOwn)
  }

  /// As it is typed.
  public var text: String { (includesOwn ? "! " : "") + query.text }
}
