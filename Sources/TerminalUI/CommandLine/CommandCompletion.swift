import ClientCore
import LiveComments

/// What Tab makes of a line of the `:` prompt.
struct CommandCompletion {
  let themes: [String]
  /// The names of those who wrote lately, the newest first.
  let users: [String]
  /// The names of the open streams.
  var streams: [String] = []

  enum Outcome: Equatable {
    case nothing
    /// The line with its last word completed as far as the candidates agree.
    case completed(String)
    /// They agree on no more than what is there.
    case several([String])
  }

  /// Completes the last word. One that is now complete is followed by a space when something may
  /// follow it.
  func complete(_ line: String) -> Outcome {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let last = words.last else { return .nothing }
    let isVerb = words.count == 1
    let candidates = isVerb ? CommandVerb.allCases.map(\.rawValue) : self.candidates(words)
    let matching = candidates.filter { Self.begins($0, with: last) }
    guard let first = matching.first else { return .nothing }
    var agreed = matching.dropFirst().reduce(first) { Self.commonPrefix($0, $1) }
    if matching.count == 1, agreed.contains(" ") { agreed = "\"\(agreed)\"" }
    if matching.count == 1, isVerb, CommandVerb(rawValue: first)?.parameters.isEmpty == false {
      agreed += " "
    }
    guard agreed.count > last.count else {
      return matching.count > 1 ? .several(matching) : .nothing
    }
    return .completed(words.dropLast().map { $0 + " " }.joined() + agreed)
  }

  private func candidates(_ words: [Substring]) -> [String] {
    guard let verb = CommandVerb(named: words[0].lowercased()) else { return [] }
    switch (verb, words.count) {
    case (.theme, 2): return themes
    case (.tab, 2): return streams
    case (.mouse, 2): return ["on", "off"]
    case (.set, 2): return Setting.values.map(\.name)
    case (.set, 3): return Setting.values.first { $0.name == words[1] }?.values ?? []
    case (.mute, 2), (.unmute, 2), (.purge, 2), (.shadow, 2), (.unshadow, 2), (.user, 2):
      return users
    case (.level, 2): return ["auto"] + Level.allCases.map(\.rawValue)
    case (.slow, 2): return ["off"]
    case (.rules, 2): return RuleDocument.names
    case (.rules, 3): return RuleDocument.Response.allCases.map(\.rawValue)
    default: return []
    }
  }

  private static func begins(_ candidate: String, with prefix: Substring) -> Bool {
    candidate.lowercased().hasPrefix(prefix.lowercased())
  }

  /// The beginning that both share, whatever its case, as `a` writes it.
  private static func commonPrefix(_ a: String, _ b: String) -> String {
    String(zip(a, b).prefix { $0.lowercased() == $1.lowercased() }.map(\.0))
  }
}
