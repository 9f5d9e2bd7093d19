/// Finds the name that was probably meant.
public enum NearestName {
  /// The name with the fewest edits to `text`; nil when even that takes more than a third of it
  /// (one edit is always allowed).
  public static func of(_ text: String, among names: some Sequence<String>) -> String? {
    let text = Array(text.unicodeScalars.prefix(64))
    let best = names.map { ($0, distance(text, Array($0.unicodeScalars))) }.min { $0.1 < $1.1 }
    guard let (name, edits) = best, edits <= max(1, text.count / 3) else { return nil }
    return name
  }

  /// Levenshtein's distance with adjacent swaps as one edit (optimal string alignment).
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var edits = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          edits = min(edits, beforeLast[j - 1] + 1)
        }
        row.append(edits)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
