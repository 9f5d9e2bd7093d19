import ArgumentParser

/// How the full screen looks.
struct LookOptions: ParsableArguments {
  @Option(help: "The theme; `gavel themes` lists them.")
  var theme: String?

  @Flag(
    inversion: .prefixedNo,
    help:
      "Draw frames, marks and charts with ASCII alone; by itself where nothing else can be shown.")
  var ascii: Bool?

  @Flag(help: "No sparkline and no charts: words and figures say the same.")
  var noMotion = false
}

extension TerminalProgram.Options {
  mutating func take(_ look: LookOptions) {
    theme = look.theme
    usesASCII = look.ascii
    hasMotion = !look.noMotion
  }
}
