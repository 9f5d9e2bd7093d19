import Foundation
import Synchronization
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ThemeWatchTests {
  /// A directory of themes, and a watch over one of them that looks when it is told to.
  private final class World {
    let library: ThemeLibrary
    let directory: URL
    let watch: ThemeWatch
    private let wakes = Wakes()

    private final class Wakes: Sendable {
      let count = Mutex(0)
    }

    var wakeCount: Int { wakes.count.withLock { $0 } }

    init(_ files: [String: String], using name: String) throws {
      directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("gavel-watch-\(UUID().uuidString)", isDirectory: true)
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      for (name, text) in files {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name + ".toml"))
      }
      library = ThemeLibrary(directory: directory)
      watch = ThemeWatch(library, name: name, files: library.load(name).files) { [wakes] in
        wakes.count.withLock { $0 += 1 }
      }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Sizes differ, so that the change shows whatever the resolution of the file's time is.
    func write(_ text: String, to name: String) throws {
      try Data(text.utf8).write(to: directory.appendingPathComponent(name + ".toml"))
    }

    func remove(_ name: String) throws {
      try FileManager.default.removeItem(at: directory.appendingPathComponent(name + ".toml"))
    }

    func look() -> Result<Theme, ThemeFile.Problem>? {
      watch.look()
      return watch.takeNews()
    }
  }

  private func text(_ hex: String) -> String {
    "[faces]\ntext = { fg = \"#\(hex)\", bg = \"#eeeeee\" }\n"
  }

  @Test("an edited file is read again, once, and wakes the loop")
  func edited() throws {
    let world = try World(["mine": text("111111")], using: "mine")
    #expect(world.look() == nil)
    try world.write(text("222222") + "# edited\n", to: "mine")
    #expect(try world.look()?.get()[.text].foreground == Color(hex: 0x222222))
    #expect(world.wakeCount == 1)
    #expect(world.look() == nil)
  }

  @Test("a broken edit says where and why, and the next one is read again")
  func broken() throws {
    let world = try World(["mine": text("111111")], using: "mine")
    try world.write("[faces]\ntext = 5\n", to: "mine")
    let problem = #expect(throws: ThemeFile.Problem.self) { try world.look()?.get() }
    #expect(problem?.line == 2)
    #expect(world.look() == nil)
    try world.write(text("333333"), to: "mine")
    #expect(try world.look()?.get()[.text].foreground == Color(hex: 0x333333))
  }

  @Test(
    "the files that a theme inherits from count, and so does one that comes to hide a shipped one")
  func chain() throws {
    let world = try World(
      ["heir": "inherits = \"base\"\n", "base": text("111111")], using: "heir")
    try world.write(text("222222") + "# edited\n", to: "base")
    #expect(try world.look()?.get()[.text].foreground == Color(hex: 0x222222))
    world.watch.turn(to: "dark", files: world.library.load("dark").files)
    #expect(world.look() == nil)
    try world.write(text("444444"), to: "dark")
    #expect(try world.look()?.get()[.text].foreground == Color(hex: 0x444444))
  }

  @Test("a file that is missing for a moment, while an editor replaces it, is no change")
  func replaced() throws {
    let world = try World(["mine": text("111111")], using: "mine")
    try world.remove("mine")
    #expect(world.look() == nil)
    try world.write(text("222222") + "# edited\n", to: "mine")
    #expect(try world.look()?.get()[.text].foreground == Color(hex: 0x222222))
    try world.remove("mine")
    #expect(world.look() == nil)
    #expect(throws: ThemeFile.Problem.self) { try world.look()?.get() }
  }

  @Test("news of a theme that is no longer in use is dropped")
  func turned() throws {
    let world = try World(["mine": text("111111"), "other": text("555555")], using: "mine")
    try world.write(text("222222") + "# edited\n", to: "mine")
    world.watch.look()
    world.watch.turn(to: "other", files: world.library.load("other").files)
    #expect(world.watch.takeNews() == nil)
    #expect(world.look() == nil)
  }
}
