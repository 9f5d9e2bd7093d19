import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct TabScreenTests {
  enum Scene: String, CaseIterable {
    case tabs, manyTabs, streamList

    func stage(columns: Int, rows: Int) -> TabStage {
      switch self {
      case .tabs:
        var stage = TabStage(columns: columns, rows: rows)
        stage.arrive(0, "what a start")
        stage.arrive(1, "hey Alice", "are you there?")
        stage.send(.session(.closed(nil, "gone")), to: 2)
        return stage
      case .manyTabs:
        var stage = TabStage(
          (1...20).map { "stream-\($0)" }, columns: columns, rows: rows)
        for index in 1..<20 where index % 3 == 0 { stage.arrive(index, "news") }
        stage.press("alt-9", "alt-right", "alt-right")
        return stage
      case .streamList:
        var stage = TabStage(
          (1...20).map { "stream-\($0)" }, columns: columns, rows: rows)
        stage.arrive(1, "alice, look")
        stage.arrive(11, "news")
        stage.press("ctrl-k", "down")
        stage.type("1")
        return stage
      }
    }
  }

  @Test("each situation looks as it did", arguments: Scene.allCases, ScreenTests.sizes)
  func snapshot(_ scene: Scene, _ size: (Int, Int)) throws {
    let stage = scene.stage(columns: size.0, rows: size.1)
    try Snapshot.expect(stage.screen(), "\(scene.rawValue)-\(size.0)x\(size.1)")
  }

  @Test("every size draws something", arguments: Scene.allCases)
  func everySize(_ scene: Scene) {
    var stage = scene.stage(columns: 80, rows: 24)
    for (columns, rows) in [(1, 1), (23, 6), (24, 6), (24, 9), (30, 8), (400, 120)] {
      stage.send(.terminal(.resize(TerminalSize(columns: columns, rows: rows))))
      #expect(stage.screen().contains { !$0.isWhitespace }, "\(columns)×\(rows) is empty")
    }
  }
}
