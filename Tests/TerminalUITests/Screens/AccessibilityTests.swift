import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct AccessibilityTests {
  /// What people wrote in the scenes may be in any script; nothing else may.
  private static let written = Set(
    (Stage.chat + Stage.heldComments).flatMap { ($0.content + $0.userName).unicodeScalars })

  @Test("in ASCII, everything that is not what people wrote is ASCII", arguments: Scene.allCases)
  func ascii(_ scene: Scene) {
    for (columns, rows) in [(60, 16), (120, 40)] {
      var stage = Stage(columns: columns, rows: rows, ascii: true)
      scene.play(&stage)
      let odd = stage.screen().unicodeScalars.filter { scalar in
        !scalar.isASCII && (ASCIIForm.of(scalar) != nil || !Self.written.contains(scalar))
          && !Self.typed.contains(scalar)
      }
      #expect(odd.isEmpty, "\(String(String.UnicodeScalarView(odd)))")
    }
  }

  /// What the user types in the scenes.
  private static let typed = Set("東京🗼".unicodeScalars)

  @Test("in ASCII, signs differ where the signs they stand for do")
  func signs() {
    for signs in ["●◉", "●◌", "●✗", "●▲", "✓✗", "▸ ", "★◆", "▁▂▃▄▅▆▇█", "▌│"] {
      let forms = signs.unicodeScalars.map { ASCIIForm.of($0) }
      #expect(Set(forms).count == signs.count, "\(signs)")
    }
  }

  @Test("without motion there is no sparkline and no chart, and words say the same")
  func motion() {
    var stage = Stage(columns: 120, rows: 40, motion: false)
    Scene.charts.play(&stage)
    let screen = stage.screen()
    #expect(!screen.unicodeScalars.contains { (0x2581...0x2588).contains($0.value) })
    #expect(!screen.unicodeScalars.contains { (0x2800...0x28FF).contains($0.value) })
    #expect(screen.contains("latency           p50"))
    #expect(screen.contains("viewers           1,2"))
  }

  @Test("the cursor sits on the selection, wherever the keys are, and where one writes")
  func cursor() {
    var stage = Stage()
    stage.goLive(Stage.chat, you: Stage.ana)
    #expect(stage.grid().cursor == nil)
    stage.press("k", "k")
    let selected = stage.rowIndex(of: "▌")
    #expect(selected != nil)
    #expect(stage.grid().cursor?.row == selected)
    #expect(stage.grid().cursor?.column == 0)
    stage.press("k")
    #expect(stage.grid().cursor?.row == stage.rowIndex(of: "▌"))
    stage.press("i")
    #expect(stage.grid().cursor?.row == stage.model.size.rows - 2)
    stage.press("esc")
    #expect(stage.grid().cursor?.row == stage.rowIndex(of: "▌"))
  }

  @Test("in the held queue the cursor is on the comment that the keys are about")
  func cursorInPane() {
    var stage = Stage(columns: 120, rows: 30)
    stage.goLive(Stage.chat, you: Stage.ana)
    stage.press("H")
    let title = stage.grid().cursor
    #expect(title?.row == 1)
    stage.review(Stage.heldComments)
    stage.press("j")
    let grid = stage.grid()
    #expect(grid.cursor.map { grid[$0.row, $0.column].scalars } == ["▌"])
    #expect(grid.cursor.map { $0.column > 60 } == true)
  }
}
