import Foundation
import TestSupport
import Testing

/// A whole evening of the real client in a shell of tmux, driven by a script; the screen is checked
/// at each step, and the terminal after each departure.
@Suite(.serialized) struct EveningTests {
  private static let escape = "\u{1B}"

  @Test(
    "join, read, search, freeze, reply, lose the server, moderate, resize, change theme, leave")
  func evening() async throws {
    let evening = try await Evening()
    try await evening.post("first light")
    let seat = try await evening.sitDown()

    // Joining for the first time: two streams, three lines of help.
    try await seat.type(evening.watchCommand(evening.url("side"), "--token-file ada") + "\r")
    try await seat.shows(
      "▸1 launch   2 side", "● live  as ada, moderator", "bob │ first light", " » ")
    #expect(try await seat.state.isAlternate)
    try await seat.type(Self.escape)
    try await seat.shows("first light", hides: [" » "])

    try await write(seat)
    try await freeze(seat, evening)
    try await search(seat, evening)
    try await outlive(seat, evening)
    try await moderate(seat, evening)
    try await change(seat, evening)
    try await suspend(seat)

    try await seat.type("q")
    try await evening.expectGivenBack(seat, after: 0)

    // The second start knows the first.
    try await seat.type(evening.watchCommand() + "\r")
    try await seat.shows("● live  anonymous", "after the storm", hides: [" » "])
    try await seat.type("q")
    try await evening.expectGivenBack(seat, after: 0)
  }

  /// Writing, with a name completed.
  private func write(_ seat: TmuxTerminal) async throws {
    try await seat.type("i")
    try await seat.shows("Enter send")
    try await seat.type("@b\t")
    try await seat.shows("▸@bob")
    try await seat.type("welcome\r")
    try await seat.shows("ada │ @bob welcome")
    try await seat.type(Self.escape)
    try await seat.shows("i write")
  }

  /// What comes is counted, not shown; a reply goes to what is selected.
  private func freeze(_ seat: TmuxTerminal, _ evening: Evening) async throws {
    try await seat.type("kk")
    try await seat.shows("FROZEN", "▌")
    try await evening.post("while frozen")
    try await seat.shows("↓", "FROZEN", hides: ["while frozen"])
    try await seat.type("r")
    try await seat.shows("↳ bob ›")
    try await seat.type("good evening\r")
    try await seat.shows("sent: it is among the new comments")
    try await seat.type(Self.escape)
    try await seat.shows("d delete")
    try await seat.type("G")
    try await seat.shows(
      "bob │ while frozen", "↳ bob: first light", "│ good evening", hides: ["FROZEN"])
  }

  /// In the comments, and in what can be done.
  private func search(_ seat: TmuxTerminal, _ evening: Evening) async throws {
    try await seat.type("/from:bob")
    try await seat.shows("from:bob")
    try await seat.type("\r")
    try await seat.shows("FROZEN", "/from:bob 1/2")
    try await seat.type("n")
    try await seat.shows("/from:bob 2/2")
    try await seat.type("G")
    try await seat.shows("/from:bob 2", hides: ["FROZEN"])
    try await seat.type(Self.escape)
    try await seat.shows("i write", hides: ["/from:bob"])
    try await seat.type("?")
    try await seat.shows("Help: Reading")
    try await seat.type("connection's counts\r")
    try await seat.shows("▸Connection")
    try await seat.type("c")
    try await seat.shows("bob │ while frozen", hides: ["▸Connection"])
  }

  /// The server is killed and comes back: nothing is missed, nothing is shown twice.
  private func outlive(_ seat: TmuxTerminal, _ evening: Evening) async throws {
    try await evening.killServer()
    try await seat.shows("connection lost")
    try await evening.restartServer()
    try await evening.post("after the storm")
    try await seat.shows("● live", "bob │ after the storm")
    #expect(try await seat.text.ranges(of: "bob │ while frozen").count == 1)
  }

  /// Moderating, and taking it back.
  private func moderate(_ seat: TmuxTerminal, _ evening: Evening) async throws {
    try await evening.post("buy cheap tickets")
    try await seat.shows("bob │ buy cheap tickets")
    try await seat.type("kd")
    try await seat.shows("deleted bob's comment", hides: ["bob │ buy cheap tickets"])
    try await seat.type("u")
    try await seat.shows("took back: deleted bob's comment", "bob │ buy cheap tickets")
    try await seat.type("G")

    try await evening.post("over here, ada", to: "side")
    try await seat.shows("2 side @ 1")
    try await seat.type(Self.escape + "2")
    try await seat.shows("▸2 side", "bob │ over here, ada", hides: ["after the storm"])
    try await seat.type(Self.escape + "1")
    try await seat.shows("▸1 launch", "bob │ after the storm")
  }

  /// A storm of sizes ends with a whole screen; a theme is painted at once.
  private func change(_ seat: TmuxTerminal, _ evening: Evening) async throws {
    for step in 0..<30 { try await seat.resize(columns: 24 + step * 5, rows: 6 + step) }
    try await seat.resize(columns: 60, rows: 16)
    try await seat.shows("buy cheap tickets", "i write")
    try await seat.resize(columns: 80, rows: 24)
    try await seat.shows("bob │ after the storm", "i write")

    let before = try await seat.paintedTop
    try await seat.type(":theme light\r")
    try await seat.shows("theme: light")
    #expect(try await seat.paintedTop != before)
  }

  /// Away to the shell and back.
  private func suspend(_ seat: TmuxTerminal) async throws {
    try await seat.type("\u{1A}")
    try await seat.shows("Stopped", hides: ["bob │ after the storm"])
    let away = try await seat.state
    #expect(!away.isAlternate && away.isCursorVisible)
    try await seat.type("fg\r")
    try await seat.shows("bob │ after the storm")
    #expect(try await seat.state.isAlternate)
  }
}
