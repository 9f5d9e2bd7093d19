import Foundation

/// What `status` prints: the server in a line, its streams in a table, as large as the terminal lets.
struct StatusScreen {
  let summary: ServerSummary
  let table: StreamTable
  /// What keeps these figures from being newer.
  var problem: String?

  /// A terminal's; a table that goes into a pipe has no bounds.
  struct Bounds: Equatable {
    var columns: Int
    var rows: Int
  }

  private static let heads = [
    "stream", "per s", "viewers", "level", "sampled", "lag", "slow", "visible", "publish",
    "moderation",
  ]
  /// Columns whose texts begin below each other; numbers end below each other.
  private static let texts: Set = [0, 3]
  /// What can be left out where there is little room, the first first.
  private static let spare = [8, 5, 4]
  /// Columns of a stream's name at least.
  private static let shortestName = 8

  func lines(within bounds: Bounds? = nil) -> [String] {
    // The summary, the head and the foot, and the line that the cursor is on.
    let room = bounds.map { max(1, $0.rows - (problem == nil ? 4 : 5)) }
    let shown = room.map { table.rows.count > $0 ? Array(table.rows.prefix($0 - 1)) : table.rows }
    let rows = shown ?? table.rows
    var lines = [summary.text] + grid(rows, columns: bounds?.columns)
    if rows.count < table.rows.count { lines.append("and \(table.rows.count - rows.count) more") }
    if table.rows.isEmpty { lines.append("no stream has viewers") }
    lines.append(
      "in ms: lag, and what 95 % are within, "
        + (table.isLifetime ? "over all so far" : "since the last table"))
    if let problem { lines.append(problem) }
    return lines.map { line in bounds.map { Self.cut(line, to: $0.columns) } ?? line }
  }

  private func grid(_ rows: [StreamTable.Row], columns: Int?) -> [String] {
    let cells = [Self.heads] + rows.map(Self.cells)
    var widths = Self.heads.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    var shown = Array(Self.heads.indices)
    var needed: Int { shown.reduce(-2) { $0 + widths[$1] + 2 } }
    if let columns {
      for column in Self.spare where needed - widths[0] + Self.shortestName > columns {
        shown.removeAll { $0 == column }
      }
      widths[0] -= max(0, min(needed - columns, widths[0] - Self.shortestName))
    }
    return cells.map { row in
      shown.map { column in
        let text = Self.cut(row[column], to: widths[column])
        let padding = String(repeating: " ", count: widths[column] - text.count)
        return Self.texts.contains(column) ? text + padding : padding + text
      }.joined(separator: "  ")
    }
  }

  private static func cells(_ row: StreamTable.Row) -> [String] {
    func milliseconds(_ seconds: Double?) -> String { seconds.map(Milliseconds.text) ?? "-" }
    return [
      row.stream, String(format: "%.1f", row.commentsPerSecond), "\(row.viewers)", row.level,
      row.samplingRatio > 1 ? "1 in \(row.samplingRatio)" : "-",
      row.lag.map { String(format: "%.0f", $0 * 1_000) } ?? "-",
      "\(row.slowViewers)", milliseconds(row.visibleP95), milliseconds(row.publishP95),
      milliseconds(row.moderationP95),
    ]
  }

  /// Names of streams and all else here are ASCII: a character is a column.
  private static func cut(_ text: String, to columns: Int) -> String {
    text.count <= columns ? text : text.prefix(max(0, columns - 1)) + "…"
  }
}
