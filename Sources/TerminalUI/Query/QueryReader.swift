import LiveComments

/// Reads one comment after the other for queries: each reading of a content is made at most once,
/// in memory that is used again, and what all of it costs is counted.
struct QueryReader: Sendable {
  /// Scalars read and steps taken so far.
  private(set) var steps = 0
  private var contents = QueryText.Reading.allCases.map { _ in QueryText() }
  private var isRead = QueryText.Reading.allCases.map { _ in false }
  private var name = QueryText()

  /// Begins with another comment.
  mutating func begin() {
    for index in isRead.indices { isRead[index] = false }
    // Even what is not read costs something.
    steps += 4
  }

  mutating func contains(_ needle: [UInt32], in comment: Comment) -> Bool {
    read(comment, .folded)
    return contents[QueryText.Reading.folded.rawValue].firstIndex(of: needle, steps: &steps) != nil
  }

  mutating func contains(_ pattern: Pattern, in comment: Comment) -> Bool {
    read(comment, pattern.reading)
    return pattern.matches(contents[pattern.reading.rawValue].scalars, steps: &steps)
  }

  /// The name of the author, folded.
  mutating func author(of comment: Comment) -> [UInt32] {
    name.read(comment.userName, .folded)
    steps += name.scalars.count
    return name.scalars
  }

  private mutating func read(_ comment: Comment, _ reading: QueryText.Reading) {
    guard !isRead[reading.rawValue] else { return }
    contents[reading.rawValue].read(comment.content, reading)
    isRead[reading.rawValue] = true
    steps += contents[reading.rawValue].scalars.count
  }
}
