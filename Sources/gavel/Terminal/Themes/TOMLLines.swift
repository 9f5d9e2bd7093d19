/// Where the keys of a TOML text stand. The parser tells the place of what it cannot parse, but not
/// of values that parse and still make no sense.
struct TOMLLines {
  private var lines: [Key: Int] = [:]

  private struct Key: Hashable {
    let section: String?
    let name: String
  }

  init(_ text: String) {
    var section: String?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.drop { $0 == " " || $0 == "\t" }
      if line.first == "[" {
        section = String(line.dropFirst().prefix { $0 != "]" })
        lines[Key(section: nil, name: section ?? "")] = index + 1
      } else if let equals = line.firstIndex(of: "=") {
        let name = line[..<equals].filter { !" \t\"'".contains($0) }
        lines[Key(section: section, name: name)] =
          lines[Key(section: section, name: name)] ?? index + 1
      }
    }
  }

  /// The line of a key, counted from 1; that of its section when the key is not there.
  func line(of name: String, in section: String?) -> Int? {
    lines[Key(section: section, name: name)]
      ?? section.flatMap { lines[Key(section: nil, name: $0)] }
  }
}
