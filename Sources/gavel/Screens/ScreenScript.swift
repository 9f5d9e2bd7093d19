import TerminalGrid

/// Which screens `gavel screens` makes, and the keys that lead to them.
enum ScreenScript {
  /// Names in the order in which the screens are reached.
  static let names = ["feed", "moderating", "charts"]

  /// - Parameter length: how long the stream is watched before the first screen; the charts show it.
  static func steps(after length: Duration) -> [ScriptedTerminal.Step] {
    [
      .until("a live connection", within: .seconds(20)) { $0.contains("● live") },
      .wait(length),
      // Somebody posts links as long as the match lasts, and the rules hold them.
      .until("a held comment", within: .seconds(300)) { $0.contains(" held ") },
      .keep("feed"),
      .press(.character("H")),
      .until("the review queue", within: .seconds(10)) { $0.contains("▸Held") && $0.contains("▌") },
      .keep("moderating"),
      .press(.escape),
      .press(.character("S")),
      .until("the charts", within: .seconds(20)) {
        $0.contains("viewers  ") && $0.contains("now") && !$0.contains("Loading…")
      },
      .keep("charts"),
      .press(.character("q")),
    ]
  }
}
