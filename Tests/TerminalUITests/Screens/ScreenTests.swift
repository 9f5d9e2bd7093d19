import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct ScreenTests {
  static let sizes = [(60, 16), (80, 24), (120, 40), (200, 60)]

  @Test("each situation looks as it did", arguments: Scene.allCases, sizes)
  func snapshot(_ scene: Scene, _ size: (Int, Int)) throws {
    var stage = Stage(columns: size.0, rows: size.1)
    scene.play(&stage)
    try Snapshot.expect(stage.screen(), "\(scene.rawValue)-\(size.0)x\(size.1)")
  }

  @Test(
    "each situation has the colours, attributes and cursor that it had", arguments: Scene.allCases,
    sizes)
  func styles(_ scene: Scene, _ size: (Int, Int)) throws {
    var colored = Stage(columns: size.0, rows: size.1, theme: StyleMap.painted)
    scene.play(&colored)
    var plain = Stage(columns: size.0, rows: size.1, theme: .monochrome)
    scene.play(&plain)
    try Snapshot.expect(
      """
      truecolor
      \(StyleMap.text(of: colored.grid(), StyleMap.painted))

      monochrome
      \(StyleMap.text(of: plain.grid(), .monochrome))
      """, "\(scene.rawValue)-\(size.0)x\(size.1).styles")
  }

  @Test(
    "every size from 1×1 up draws something, and nothing outside itself",
    arguments: Scene.allCases)
  func everySize(_ scene: Scene) {
    var stage = Stage()
    scene.play(&stage)
    for (columns, rows) in [
      (1, 1), (2, 1), (5, 3), (23, 6), (24, 5), (24, 6), (30, 8), (49, 9), (50, 10), (100, 12),
      (400, 120),
    ] {
      stage.resize(columns: columns, rows: rows)
      let grid = stage.grid()
      #expect(grid.size == TerminalSize(columns: columns, rows: rows))
      #expect(grid.dump().contains { !$0.isWhitespace }, "\(columns)×\(rows) is empty")
    }
  }

  @Test("a screen that is too small says so, and what it needs")
  func tooSmall() {
    var stage = Stage(columns: 20, rows: 5)
    stage.goLive(Stage.chat)
    #expect(stage.row(1) == " terminal too small")
    #expect(stage.row(2) == "  20×5, needs 24×6")
  }

  @Test("drawing with memory gives the same cells as drawing without", arguments: Scene.allCases)
  func memory(_ scene: Scene) {
    var stage = Stage()
    scene.play(&stage)
    var layouts = CommentLayouts()
    let drawn = [stage.grid(&layouts), stage.grid(&layouts)]
    #expect(drawn == [stage.grid(), stage.grid()])
    // What it remembers of one width, name or theme must not show at another.
    stage.resize(columns: 120, rows: 20)
    stage.send(.themeLoaded(Theme(name: "other", summary: "", faces: [:])))
    let redrawn = stage.grid(&layouts)
    #expect(redrawn == stage.grid())
  }

  @Test("no meaning is lost without colour: attributes and words alone tell the states apart")
  func monochrome() {
    var live = Stage()
    live.goLive(Stage.chat)
    var frozen = Stage()
    frozen.goLive(Stage.chat)
    frozen.press("k")
    #expect(live.row(-3).allSatisfy { $0 == "─" })
    #expect(frozen.row(-3).contains("FROZEN"))
    let selected = frozen.rowIndex(of: "Stage separation")
    #expect(selected.map { frozen.row($0).first } == "▌")
    #expect(Theme.monochrome.nameColors.isEmpty)
  }
}
