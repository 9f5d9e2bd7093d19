import ClientTransport
import Foundation
import LiveComments
import TerminalGrid
import TestSupport
import Testing

/// A moderator's real `gavel watch` in a pseudo-terminal, while the stream runs.
@Suite(.serialized) struct SelectionTests {
  private static let size = TerminalSize(columns: 80, rows: 24)

  @Test("200 deletions during 500 comments a second hit the comment that was selected, each time")
  func deletions() async throws {
    let server = try ServerProgram()
    try await server.start()
    let poster = try SteadyPoster(
      try server.url(), try await server.token("crowd", .service), perSecond: 500)
    defer { poster.stop() }
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    var desk = Desk(
      try PseudoTerminal(
        URL(fileURLWithPath: BuiltProgram.path("gavel")),
        [
          "watch", try server.url().description, "--token-file",
          try await server.tokenFile("mo", .moderator),
        ],
        environment: [
          "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TZ": "UTC",
          "HOME": server.directory.path, "PATH": "/usr/bin:/bin",
        ], columns: Self.size.columns, rows: Self.size.rows), size: Self.size)

    var aims: [Int] = []
    for _ in 0..<200 {
      let latest = aims.max() ?? -1
      try desk.wait(for: "a live screen of comments after \(latest)") { screen in
        let numbers = screen.numbers
        return !screen.isFrozen && numbers.count >= 10 && numbers.allSatisfy { $0 > latest }
      }
      aims.append(try desk.select(upwards: Int.random(in: 1...6, using: &generator)))
      desk.terminal.type("d")
      desk.terminal.type("G")
      #expect(poster.trouble == nil)
    }
    let ids = try await eventually("every aim is acknowledged") {
      let ids = aims.compactMap(poster.id)
      return ids.count == aims.count ? ids : nil
    }
    let hits = try await deletions(
      of: StreamHTTP(url: try server.url(), token: try await server.token("mo", .moderator)),
      count: aims.count)
    #expect(hits == ids.map { [$0] }, "seed \(seed)")
    #expect(Set(ids).count == 200, "an aim was chosen twice, seed \(seed)")
    desk.terminal.type("q")
    #expect(try desk.terminal.waitForEnd() == .exit(0))
    poster.stop()
    #expect(try await server.drain() == 0)
  }

  /// The targets of every deletion in the audit log, once there are so many.
  private func deletions(of http: StreamHTTP, count: Int) async throws -> [[CommentID]] {
    try await eventually("\(count) deletions are in the log") {
      let page = try await http.events(after: .zero)
      let targets = page.events.filter { $0.action == .delete && $0.actor == "mo" }
        .map { ($0.targets ?? []).map(\.commentID) }
      return targets.count >= count ? targets : nil
    }
  }
}

/// A moderator who looks at the screen and presses keys.
private struct Desk {
  let terminal: PseudoTerminal
  private var followed: FollowedScreen

  init(_ terminal: PseudoTerminal, size: TerminalSize) {
    self.terminal = terminal
    followed = FollowedScreen(size: size)
  }

  /// Waits until `condition` holds of a frame that is drawn to its end.
  mutating func wait(for what: String, until condition: (ModelTerminal) -> Bool) throws {
    var followed = followed
    defer { self.followed = followed }
    do {
      try terminal.wait(for: what) {
        let screen = followed.follow(terminal)
        return screen.isWhole && condition(screen)
      }
    } catch {
      throw PseudoTerminal.Failure(
        description: "waited for \(what) in vain:\n\(followed.screen.text)")
    }
  }

  /// Presses `k` so many times; the number of the comment that is then marked as selected.
  mutating func select(upwards count: Int) throws -> Int {
    var place: Int?
    for _ in 0..<count {
      let before = place
      terminal.type("k")
      try wait(for: "the selection moves up from \(before.map(String.init) ?? "nowhere")") {
        guard let now = $0.selectedPlace, $0.selected != nil else { return false }
        place = now
        return before == nil || now == (before ?? 0) - 1
      }
    }
    guard let selected = followed.screen.selected else {
      throw PseudoTerminal.Failure(description: "nothing is selected:\n\(followed.screen.text)")
    }
    return selected
  }
}

extension ModelTerminal {
  /// Whether no frame is being drawn (mode 2026, synchronized updates).
  fileprivate var isWhole: Bool { !modes.contains("?2026") }

  fileprivate var rows: [String] { lines.indices.map(line) }

  fileprivate var isFrozen: Bool { rows.contains { $0.contains("FROZEN") } }

  /// The numbers of the comments that are shown.
  fileprivate var numbers: [Int] { rows.compactMap(SteadyPoster.number) }

  /// The number of the selected comment.
  fileprivate var selected: Int? {
    rows.first { $0.hasPrefix("▌") }.flatMap(SteadyPoster.number)
  }

  /// Which comment of the timeline is selected: `N of M` on the line of a view that stands still.
  fileprivate var selectedPlace: Int? {
    rows.first { $0.contains("FROZEN") }?.firstMatch(of: /([\d,]+) of [\d,]+$/).flatMap {
      Int($0.1.replacing(",", with: ""))
    }
  }
}
