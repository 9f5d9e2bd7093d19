/// What Tab offers for the word before the cursor of the compose line or the `:` line, and which of
/// it is taken.
struct Completion: Sendable, Hashable {
  /// What can be offered at a time; what ranks lower is left out.
  static let candidatesAtMost = 32

  /// Likewise for a `:` line, where whoever is meant can be reached.
  static let wordsAtMost = 256

  struct Candidate: Sendable, Hashable {
    /// What stands in the line when it is taken.
    var text: String
    /// What the list of candidates shows.
    var label: String

    init(_ text: String, label: String? = nil) {
      self.text = text
      self.label = label ?? text
    }
  }

  /// The word as it was typed, which Esc brings back.
  let typed: String
  /// The best first; never empty.
  let candidates: [Candidate]
  /// -1 while none of them is taken.
  private(set) var index: Int
  /// What separates it from the next word; nothing where something does already.
  private let separator: String

  /// Nil when there is nothing to offer.
  ///
  /// - Parameter following: what stands after the cursor.
  init?(typed: String, following: String, candidates: [Candidate]) {
    guard !candidates.isEmpty else { return nil }
    self.typed = typed
    index = 0
    separator = following.first?.isWhitespace == true ? "" : " "
    self.candidates = Array(candidates.prefix(Self.candidatesAtMost))
  }

  /// Offers the candidates for the last word of a `:` line, as they are written there; none is taken
  /// yet.
  init(typed: String, words: [String]) {
    self.typed = typed
    index = -1
    separator = ""
    candidates = words.prefix(Self.wordsAtMost).map { Candidate($0, label: $0.trimmed) }
  }

  /// What stands in the line now, after `typed` was replaced.
  var text: String { index < 0 ? typed : candidates[index].text + separator }

  mutating func move(by step: Int) {
    let start = index < 0 && step < 0 ? 0 : index
    index = (start + step + candidates.count) % candidates.count
  }
}

extension LineEditor {
  /// The word that ends at the cursor: what follows the last white space.
  var wordBeforeCursor: String {
    String(before.reversed().prefix { !$0.isWhitespace }.reversed())
  }

  /// Puts `new` where `old` ends at the cursor. Nothing happens when it does not end there.
  mutating func replaceBeforeCursor(_ old: String, with new: String) {
    guard before.hasSuffix(old) else { return }
    for _ in 0..<old.count { deleteBackward() }
    insert(new)
  }
}
