import LiveComments
import TerminalGrid

/// Totals as a comment's line has room for them: `🔥12 👍3`, the most first.
enum ReactionLabel {
  /// Emojis that a comment's line shows, at most.
  private static let kinds = 3
  /// Emojis that the stream's tab shows, at most.
  static let streamKinds = 24

  /// As many totals as fit; nil when not even the largest does.
  static func text(_ counts: ReactionCounts, columns: Int) -> SafeText? {
    let parts = ranked(counts).prefix(kinds).map { part($0.emoji, $0.count) }
    for count in stride(from: parts.count, through: 1, by: -1) {
      let text = SafeText(parts.prefix(count).joined(separator: " "), limit: scalars)
      if text.columns <= columns { return text }
    }
    return nil
  }

  /// The stream's totals, the largest first, in rows of at most so many columns: an emoji and its
  /// count stay together. One that is wider is a row by itself.
  static func rows(_ counts: ReactionCounts, columns: Int) -> [SafeText] {
    var rows: [SafeText] = []
    for (emoji, count) in ranked(counts).prefix(streamKinds) {
      let part = SafeText(part(emoji, count), limit: scalars)
      if let row = rows.last, row.columns + 2 + part.columns <= columns {
        rows[rows.count - 1] = row + SafeText("  ") + part
      } else {
        rows.append(part)
      }
    }
    return rows
  }

  private static func part(_ emoji: String, _ count: Int) -> String {
    emoji + Figure.short(count)
  }

  private static func ranked(_ counts: ReactionCounts) -> [(emoji: String, count: Int)] {
    counts.lazy.filter { $0.value > 0 && Emoji($0.key) != nil }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// Three emojis of at most 32 bytes with their totals have fewer.
  private static let scalars = 64
}
