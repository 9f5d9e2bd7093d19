/// Numbers as a row of blocks, each one column wide.
public enum Sparkline {
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// One block per value, scaled so that the largest fills its cell. Zero is the lowest block, and
  /// everything above zero is at least the second.
  public static func blocks(_ values: some Sequence<Double>) -> String {
    let values = values.map { $0.isFinite ? max(0, $0) : 0 }
    guard let largest = values.max(), largest > 0 else {
      return String(repeating: blocks[0], count: values.count)
    }
    return String(
      values.map { value in
        guard value > 0 else { return blocks[0] }
        let height = Int((value / largest * Double(blocks.count - 1)).rounded())
        return blocks[min(max(1, height), blocks.count - 1)]
      })
  }

  /// The same, with a blank where there is no value.
  static func blocks(_ values: some Sequence<Double?>) -> String {
    let values = Array(values)
    var rest = blocks(values.compactMap { $0 }).makeIterator()
    return String(values.map { $0 == nil ? " " : rest.next() ?? " " })
  }
}
