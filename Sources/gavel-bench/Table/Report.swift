import Foundation

/// What a subcommand found: printed as an aligned table, or as JSON.
struct Report: Encodable, Sendable {
  /// One line of the table; the rows of a report have the same columns.
  struct Row: Encodable, Sendable {
    let name: String
    let figures: [Figure]

    private enum CodingKeys: String, CodingKey {
      case name, figures
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(figures.filter { !$0.samples.values.isEmpty }, forKey: .figures)
    }
  }

  var title: String
  var machine: Machine
  var runs: Int
  var rows: [Row] = []
  /// How to read the figures: what a ratio is to, what was left out.
  var notes: [String] = []

  func text() -> String {
    var lines = ["\(title), median of \(runs) run\(runs == 1 ? "" : "s")"]
    lines += machine.lines
    lines.append("")
    lines += table().lines
    lines.append("")
    lines += notes
    return lines.joined(separator: "\n")
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  private func table() -> Table {
    let headings = rows.first?.figures.map(\.heading) ?? []
    // The first figure is what the row is about; its spread says how noisy the machine was.
    return Table(
      headings: [""] + headings + ["spread"],
      rows: rows.map { row in
        let spread = row.figures.first?.samples.spread ?? 0
        return [row.name] + row.figures.map(\.text) + [String(format: "%.0f %%", spread * 100)]
      })
  }
}
