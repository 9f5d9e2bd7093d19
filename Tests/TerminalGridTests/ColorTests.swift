import TerminalGrid
import Testing

@Suite("Colours")
struct ColorTests {
  @Test("every entry of the cube and the greys is nearest to itself", arguments: UInt8(16)...255)
  func paletteIsFixed(index: UInt8) {
    guard case .rgb(let red, let green, let blue) = Palette.color(at: index) else {
      Issue.record("no colour at \(index)")
      return
    }
    // Greys are in both; either entry shows the same.
    let nearest = Palette.nearest256(red: red, green: green, blue: blue)
    #expect(Palette.color(at: nearest) == Palette.color(at: index))
  }

  @Test(
    "fall back to what looks alike",
    arguments: [
      (0xFF0000, 196, 9), (0x000000, 16, 0), (0xFFFFFF, 231, 15), (0x101820, 234, 0),
      (0x5FAF5F, 71, 2),
    ])
  func fallback(hex: UInt32, in256: UInt8, in16: UInt8) {
    let (red, green, blue) = (UInt8(hex >> 16), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
    #expect(Palette.nearest256(red: red, green: green, blue: blue) == in256)
    #expect(Palette.nearest16(red: red, green: green, blue: blue) == in16)
  }

  @Test("without bright colours stay among the eight")
  func eight() {
    #expect(Palette.nearest16(red: 255, green: 255, blue: 255, bright: false) == 7)
  }

  @Test(
    "are as many as the environment allows",
    arguments: [
      ([:], 256, false, ColorDepth.indexed256),
      (["COLORTERM": "truecolor"], 256, false, .truecolor),
      (["COLORTERM": "24bit"], 256, false, .truecolor),
      (["COLORTERM": "yes"], 256, false, .indexed256),
      (["COLORTERM": "truecolor", "TERM": "screen-256color"], 256, false, .indexed256),
      (
        ["COLORTERM": "truecolor", "TERM": "screen-256color", "TMUX": "/tmp/x"], 256, false,
        .truecolor
      ),
      (["COLORTERM": "truecolor"], 8, false, .sixteen),
      ([:], 0x100_0000, true, .truecolor),
      ([:], 88, false, .sixteen),
      ([:], 8, false, .sixteen),
      ([:], -1, false, .none),
      (["NO_COLOR": "1", "COLORTERM": "truecolor"], 256, true, .none),
      (["NO_COLOR": ""], 256, false, .indexed256),
    ] as [([String: String], Int, Bool, ColorDepth)])
  func depth(environment: [String: String], colors: Int, isDirect: Bool, expected: ColorDepth) {
    #expect(
      ColorDepth.detect(environment: environment, colors: colors, isDirect: isDirect) == expected)
  }
}
