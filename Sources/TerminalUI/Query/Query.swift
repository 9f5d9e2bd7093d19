import LiveComments

/// What comments are looked for, or hidden, or lit by: terms that all must hold.
///
/// - `word`: the content holds it, whatever its case and diacritics; so does `"a phrase"`.
/// - `from:NAME`: the author's name or `user_id`; `from:NAME*` for names that begin so.
/// - `is:held`, `is:deleted`, `is:pinned`, `is:mod`: its state, or that a moderator wrote it.
/// - `re:PATTERN`: the content matches a regular expression (`Pattern`).
/// - a `-` before any of them: it does not hold.
public struct Query: Sendable {
  /// As it was typed.
  public let text: String
  let terms: [Term]

  struct Term: Sendable {
    let isNegated: Bool
    let test: Test
  }

  enum Test: Sendable {
    /// The content holds these scalars, as `QueryText.Reading.folded` reads them.
    case content([UInt32])
    case author(Author)
    case property(Property)
    case pattern(Pattern)
  }

  struct Author: Sendable {
    let userID: UserID
    let name: [UInt32]
    /// Whether the name may go on.
    let isPrefix: Bool
  }

  enum Property: String, Sendable, CaseIterable {
    case held, deleted, pinned, mod
  }
}

extension Query: Hashable {
  public static func == (left: Query, right: Query) -> Bool { left.text == right.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension Query {
  /// Whether what is pinned makes a difference.
  var asksForPins: Bool {
    terms.contains { term in
      if case .property(.pinned) = term.test { true } else { false }
    }
  }

  /// Whether the comment, in its present state, satisfies every term.
  func matches(_ comment: Comment, isPinned: Bool, _ reader: inout QueryReader) -> Bool {
    reader.begin()
    return terms.allSatisfy { term in
      holds(term.test, comment, isPinned, &reader) != term.isNegated
    }
  }

  private func holds(
    _ test: Test, _ comment: Comment, _ isPinned: Bool, _ reader: inout QueryReader
  ) -> Bool {
    switch test {
    case .content(let scalars): return reader.contains(scalars, in: comment)
    case .pattern(let pattern): return reader.contains(pattern, in: comment)
    case .property(.held): return comment.state == .held
    case .property(.deleted): return comment.state == .deleted
    case .property(.pinned): return isPinned
    case .property(.mod): return comment.role.moderates
    case .author(let author):
      if comment.userID == author.userID { return true }
      let name = reader.author(of: comment)
      return author.isPrefix ? name.starts(with: author.name) : name == author.name
    }
  }
}
