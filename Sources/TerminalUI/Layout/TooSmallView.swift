import TerminalGrid

/// What is shown where nothing fits.
enum TooSmallView {
  static func draw(_ size: TerminalSize, theme: Theme, into grid: inout Grid) {
    let needed = ScreenLayout.smallest
    let lines = [
      "terminal too small",
      "\(size.columns)×\(size.rows), needs \(needed.columns)×\(needed.rows)",
    ]
    let first = max(0, (size.rows - lines.count) / 2)
    for (offset, line) in lines.enumerated() {
      let text = SafeText(line).truncated(columns: size.columns)
      grid.write(
        text, row: first + offset, column: (size.columns - text.columns) / 2, style: theme[.warning]
      )
    }
  }
}
