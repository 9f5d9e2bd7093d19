import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Newest comments that names and emotes are taken from: what one might answer.
  private static let commentsSearched = 1_000

  /// Tab in the compose line: completes the word before the cursor, then goes through what else it
  /// might be.
  mutating func complete(by step: Int) {
    if var completion = compose.completion {
      let shown = completion.text
      completion.move(by: step)
      compose.editor.replaceBeforeCursor(shown, with: completion.text)
      compose.completion = completion
      return
    }
    let word = compose.editor.wordBeforeCursor
    let offered = Completion(
      typed: word, following: compose.editor.after, candidates: candidates(for: word))
    guard var completion = offered else {
      say(
        word.isEmpty
          ? "type the beginning of a @name or an :emote: first"
          : "nobody and nothing here begins so")
      return
    }
    if step < 0 { completion.move(by: step) }
    compose.editor.replaceBeforeCursor(word, with: completion.text)
    compose.completion = completion
  }

  /// Esc while candidates are offered: the word is again what was typed.
  mutating func leaveCompletion() {
    guard let completion = compose.completion.take() else { return }
    compose.editor.replaceBeforeCursor(completion.text, with: completion.typed)
  }

  private func candidates(for word: String) -> [Completion.Candidate] {
    switch word.first {
    case ":": emotes(beginning: word.dropFirst())
    case "@": names(beginning: word.dropFirst())
    // Without a sign it may be a name that one has begun to type.
    case .some: names(beginning: word[...])
    case nil: []
    }
  }

  private var recentComments: some Sequence<(offset: Int, element: Comment)> {
    session.feed.timeline.reversed().prefix(Self.commentsSearched).enumerated()
  }

  /// Who wrote often and lately comes first, or while nothing is typed who mentioned this user and
  /// who spoke last; before them, who was selected to be answered.
  private func names(beginning prefix: Substring) -> [Completion.Candidate] {
    var ranking = Ranking()
    for (age, comment) in recentComments
    where comment.state == .visible && comment.userID != session.you?.userID {
      ranking.count(comment.userName, age: age)
    }
    var names = prefix.isEmpty ? latestNames : ranking.names
    if let answered = compose.reply?.userName {
      names.removeAll { $0 == answered }
      names.insert(answered, at: 0)
    }
    // What a name carries besides what is seen of it is not put into one's own comment.
    return Self.matching(names.map { SafeText($0, limit: 320).description.trimmed }, prefix)
      .map { Completion.Candidate("@" + $0) }
  }

  /// Who mentioned this user, then who else wrote, the newest first.
  private var latestNames: [String] {
    var mentioning: [String] = []
    var others: [String] = []
    var reader = QueryReader()
    for (_, comment) in recentComments
    where comment.state == .visible && comment.userID != session.you?.userID {
      if highlightTest.mentionsMe(comment, &reader) {
        mentioning.append(comment.userName)
      } else {
        others.append(comment.userName)
      }
    }
    var seen: Set<String> = []
    return (mentioning + others).filter { seen.insert($0).inserted }
  }

  private func emotes(beginning prefix: Substring) -> [Completion.Candidate] {
    var ranking = Ranking()
    for (age, comment) in recentComments where comment.state == .visible {
      for name in Emotes.names(in: comment.content) { ranking.count(name, age: age) }
    }
    let used = Self.matching(ranking.names, prefix).map { Completion.Candidate(":\($0):") }
    let known = Emotes.emoji.filter { $0.name.hasPrefix(prefix.lowercased()) }
    return used + known.map { Completion.Candidate($0.emoji, label: "\($0.emoji) :\($0.name):") }
  }

  /// Those that begin with the prefix, whatever its case, then those of which a later word does.
  private static func matching(_ names: [String], _ prefix: Substring) -> [String] {
    let prefix = prefix.lowercased()
    let folded = names.map { (name: $0, folded: $0.lowercased()) }.filter { !$0.folded.isEmpty }
    let begins = folded.filter { $0.folded.hasPrefix(prefix) }
    let contains = folded.filter { name in
      !name.folded.hasPrefix(prefix)
        && name.folded.split { !($0.isLetter || $0.isNumber) }.contains { $0.hasPrefix(prefix) }
    }
    return (begins + contains).map(\.name)
  }
}
