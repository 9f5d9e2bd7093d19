import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct ReadingScreenTests {
  @Test(
    "each way of reading looks as it did", arguments: ReadingScene.allCases, ScreenTests.sizes)
  func snapshot(_ scene: ReadingScene, _ size: (Int, Int)) throws {
    var stage = Stage(columns: size.0, rows: size.1)
    scene.play(&stage)
    try Snapshot.expect(stage.screen(), "\(scene.rawValue)-\(size.0)x\(size.1)")
  }

  @Test("drawing with memory gives the same cells", arguments: ReadingScene.allCases)
  func memory(_ scene: ReadingScene) {
    var stage = Stage()
    scene.play(&stage)
    var layouts = CommentLayouts()
    let drawn = [stage.grid(&layouts), stage.grid(&layouts)]
    #expect(drawn == [stage.grid(), stage.grid()])
  }
}
