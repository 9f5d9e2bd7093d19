/// What Tab makes of a line of the `:` prompt.
enum CommandCompletion {
  /// The line with its last word completed as far as the candidates agree; nil when that adds
  /// nothing. A word that is now complete is followed by a space when something may follow it.
  static func complete(_ line: String, themes: [String]) -> String? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let last = words.last else { return nil }
    let candidates: [String]
    if words.count == 1 {
      candidates = CommandVerb.allCases.map(\.rawValue)
    } else if words.count == 2, words[0] == CommandVerb.theme.rawValue {
      candidates = themes
    } else {
      return nil
    }
    let matching = candidates.filter { $0.hasPrefix(last) }
    guard let first = matching.first else { return nil }
    var agreed = matching.dropFirst().reduce(first) { commonPrefix($0, $1) }
    if matching.count == 1, words.count == 1,
      CommandVerb(rawValue: first)?.parameters.isEmpty == false
    {
      agreed += " "
    }
    guard agreed.count > last.count else { return nil }
    return words.dropLast().map { $0 + " " }.joined() + agreed
  }

  private static func commonPrefix(_ a: String, _ b: String) -> String {
    String(zip(a, b).prefix { $0 == $1 }.map(\.0))
  }
}
