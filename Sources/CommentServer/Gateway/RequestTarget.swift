/// What a request asks for (RFC 9112 §3.2): its path and its query, whether it names the server before
/// them, as requests to a proxy do, or not.
struct RequestTarget {
  let path: Substring
  let query: String?

  init(_ text: String) {
    let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = Self.path(of: parts.first ?? "")
    query = parts.count == 2 ? String(parts[1]) : nil
  }

  private static func path(of text: Substring) -> Substring {
    guard !text.hasPrefix("/"), let scheme = text.firstRange(of: "://"),
      ["http", "https"].contains(text[..<scheme.lowerBound].lowercased())
    else { return text }
    let rest = text[scheme.upperBound...]
    return rest[(rest.firstIndex(of: "/") ?? rest.endIndex)...]
  }
}
