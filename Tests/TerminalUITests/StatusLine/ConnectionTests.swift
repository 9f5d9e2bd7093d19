import ClientCore
import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct ConnectionTests {
  @Test("a lost connection is said, counted down, and its return says what was caught up")
  func lostAndBack() {
    var stage = Stage()
    stage.goLive(Stage.comments(5))
    #expect(stage.row(0).contains("● live"))
    stage.loseConnection()
    #expect(stage.row(0).contains("✗ reconnecting in"))
    #expect(stage.row(-1).contains("connection lost: connection reset by peer"))
    stage.pass(.seconds(40))
    #expect(stage.row(0).contains("◌ reconnecting"))
    stage.send(.session(.opened))
    stage.welcome(latestSeq: 317)
    stage.arrive(Stage.comments(120, from: 6))
    #expect(stage.row(0).contains("» catching up 120…"))
    stage.arrive(Stage.comments(192, from: 126))
    #expect(stage.row(0).contains("● live"))
    #expect(stage.row(0).contains("caught up 312"))
    #expect(stage.row(-1).contains("✓ back after 40 s: caught up 312 comments, nothing missed"))
    stage.pass(.seconds(11))
    #expect(!stage.row(0).contains("caught up"))
    stage.press("g")
    #expect(stage.screen().contains("away for 40 s until 14:05:49 · 312 comments"))
  }

  @Test("failed tries are not said again and again")
  func quietRetries() {
    var stage = Stage()
    stage.goLive(Stage.comments(5))
    stage.loseConnection()
    stage.pass(.seconds(31))
    #expect(!stage.row(-1).contains("connection lost"))
    stage.send(.session(.closed(nil, "connection refused")))
    #expect(!stage.row(-1).contains("refused"))
    stage.press("c")
    #expect(stage.screen().contains("try 2 failed: connection refused"))
    #expect(stage.model.totals.connectionsLost == 1)
  }

  @Test("what never could be reached is told where the comments would be")
  func unreachable() {
    var stage = Stage()
    stage.send(.session(.start))
    stage.send(.session(.joined(.failure(.unreachable("cannot connect to localhost:8080")))))
    #expect(stage.row(-4).contains("cannot connect to localhost:8080"))
    #expect(stage.row(0).contains("reconnecting in"))
  }

  @Test("a session that is over says why, and :reconnect begins it anew")
  func stopped() {
    var stage = Stage()
    stage.goLive(Stage.comments(5))
    stage.send(.session(.closed(.unauthorised, "the token has expired")))
    #expect(stage.row(0).contains("✗ disconnected"))
    #expect(stage.said.contains("the token has expired (4401)"))
    stage.effects = []
    stage.press(":")
    stage.type("reconnect")
    stage.press("enter")
    #expect(stage.effects.contains { if case .session = $0 { true } else { false } })
    #expect(!stage.row(0).contains("disconnected"))
  }

  @Test("silence is told before the connection is given up")
  func stalled() {
    var stage = Stage()
    stage.goLive(Stage.comments(5))
    stage.pass(.milliseconds(22_600))
    #expect(stage.row(0).contains("▲ stalled"))
    stage.pass(.seconds(8))
    #expect(stage.row(0).contains("reconnecting in"))
    #expect(stage.row(-1).contains("the server fell silent"))
  }

  @Test(
    "a feed that begins anew says why",
    arguments: [
      (ResetReason.epoch, "began anew"), (.trimmed, "no longer holds"), (.future, "went back"),
    ])
  func reset(_ reason: ResetReason, _ words: String) {
    var stage = Stage()
    stage.goLive(Stage.comments(5))
    stage.loseConnection()
    stage.pass(.seconds(40))
    stage.send(.session(.opened))
    stage.welcome(resume: .reset, reason: reason)
    #expect(stage.row(-1).contains(words))
    #expect(stage.effects.contains(.session(.fetchJoin(.newest(Limits.joinComments)))))
  }

  @Test(
    "a narrow line leaves out what can be missed, and never the connection",
    arguments: [24, 30, 40, 50, 60, 80, 120])
  func priorities(_ columns: Int) {
    var stage = Stage(columns: columns)
    stage.goLive(Stage.comments(5)) {
      $0.level = .critical
      $0.slowModeSeconds = 30
      $0.locked = true
    }
    let line = stage.row(0)
    #expect(line.contains("● live"))
    #expect(!line.contains("…"))
    if columns >= 60 { #expect(line.contains("critical  slow 30 s  locked")) }
    if columns >= 80 { #expect(line.contains("1,204 viewers")) }
  }

  @Test("what was said stays for a second at least, and goes with the next key after it")
  func dismissing() {
    var stage = Stage()
    stage.goLive(Stage.comments(5))
    stage.loseConnection()
    stage.press("k")
    #expect(stage.row(-1).contains("connection lost"))
    stage.pass(.seconds(1))
    #expect(stage.row(-1).contains("connection lost"))
    stage.press("k")
    #expect(stage.row(-1).contains("G live"))
  }

  @Test("leaving closes the session first", arguments: ["q", "ctrl-c"])
  func leaving(_ key: String) {
    var stage = Stage()
    stage.goLive()
    stage.effects = []
    stage.press(key)
    #expect(stage.effects == [.session(.cancel), .quit])
  }

  @Test("Ctrl-C leaves from everywhere", arguments: Scene.allCases)
  func leavingFromEverywhere(_ scene: Scene) {
    var stage = Stage()
    scene.play(&stage)
    stage.press("ctrl-c")
    #expect(stage.effects.last == .quit)
  }

  @Test("a request of the system to end is a way to leave")
  func ended() {
    var stage = Stage()
    stage.goLive()
    stage.send(.terminal(.end(signal: 15)))
    #expect(stage.effects.last == .quit)
  }
}
