/// Where the keys of a TOML text stand. The parser tells the place of what it cannot parse, but not
/// of values that parse and still make no sense.
struct TOMLLines {
  /// By their names with all sections, joined by dots.
  private var lines: [String: Int] = [:]

  init(_ text: String) {
    var section = ""
    // "\r\n" is one character.
    let rows = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, row) in rows.enumerated() {
      let row = row.drop { $0 == " " || $0 == "\t" }
      let path: String
      if row.first == "[" {
        section = Self.plain(row.drop { $0 == "[" }.prefix { $0 != "]" })
        path = section
      } else if let equals = row.firstIndex(of: "="), row.first != "#" {
        let name = Self.plain(row[..<equals])
        path = section.isEmpty ? name : "\(section).\(name)"
      } else {
        continue
      }
      lines[path] = lines[path] ?? index + 1
    }
  }

  private static func plain(_ name: Substring) -> String {
    name.filter { !" \t\"'".contains($0) }
  }

  /// The line of a key, counted from 1; that of its section when the key is not there.
  func line(of name: String, in section: String?) -> Int? {
    line(of: (section.map { [$0] } ?? []) + [name])
  }

  /// The line of a key that is named with all its sections; that of the innermost section which
  /// has a line when it has none.
  func line(of path: [String]) -> Int? {
    (1...max(1, path.count)).reversed().lazy
      .compactMap { lines[path.prefix($0).joined(separator: ".")] }.first
  }
}
