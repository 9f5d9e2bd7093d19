import ClientCore
import LiveComments

/// What Tab makes of a line of the `:` prompt.
struct CommandCompletion {
  let themes: [String]
  /// The names of those who wrote lately, the newest first.
  let users: [String]
  /// The names of the open streams.
  var streams: [String] = []

  /// What becomes of the last word.
  struct Outcome: Equatable {
    let typed: String
    /// As far as the candidates agree.
    let agreed: String
    /// As they would stand in the line; empty when there is no choice.
    let candidates: [String]
  }

  /// Completes the last word; nil where nothing begins so. One that is now complete is followed by a
  /// space when something may follow it.
  func complete(_ line: String) -> Outcome? {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard let last = words.last else { return nil }
    let isVerb = words.count == 1
    let candidates = isVerb ? CommandVerb.allCases.map(\.rawValue) : self.candidates(words)
    let matching = candidates.filter { Self.begins($0, with: last) }
    guard let first = matching.first else { return nil }
    let written = matching.map { Self.written($0, isVerb: isVerb) }
    guard matching.count > 1 else {
      let isComplete = last.count >= first.count
      return Outcome(
        typed: String(last), agreed: isComplete ? String(last) : written[0], candidates: [])
    }
    let agreed = matching.dropFirst().reduce(first) { Self.commonPrefix($0, $1) }
    return Outcome(
      typed: String(last), agreed: agreed.count > last.count ? agreed : String(last),
      candidates: written)
  }

  /// As it stands in a line.
  private static func written(_ candidate: String, isVerb: Bool) -> String {
    if isVerb, CommandVerb(rawValue: candidate)?.parameters.isEmpty == false {
      return candidate + " "
    }
    return candidate.contains(" ") ? "\"\(candidate)\"" : candidate
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
