/// Texts inside a document that a command writes: the fenced block after `<!-- screen NAME -->`.
struct MarkedBlocks {
  private(set) var text: String

  init(_ text: String) { self.text = text }

  struct Missing: Error, CustomStringConvertible {
    let name: String

    var description: String {
      "there is no fenced block after a line <!-- screen \(name) -->"
    }
  }

  /// Puts `content` in the place of what the block of this name holds.
  mutating func replace(_ name: String, with content: String) throws(Missing) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let marker = lines.firstIndex(of: "<!-- screen \(name) -->"),
      let open = lines[(marker + 1)...].firstIndex(where: { !$0.isEmpty }),
      lines[open].hasPrefix("```"),
      let close = lines[(open + 1)...].firstIndex(of: "```")
    else { throw Missing(name: name) }
    lines.replaceSubrange(
      (open + 1)..<close,
      with: content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    text = lines.joined(separator: "\n")
  }
}
