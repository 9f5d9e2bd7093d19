import Foundation
import Synchronization
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ConfigurationWatchTests {
  /// A configuration in a directory of its own, and a watch that looks when it is told to.
  private final class World {
    let url: URL
    let watch: ConfigurationWatch
    let wakes: Wakes

    final class Wakes: Sendable {
      let count = Mutex(0)
    }

    init(_ text: String?) throws {
      let directory = FileManager.default.temporaryDirectory
        .appendingPathComponent("gavel-live-\(UUID().uuidString)", isDirectory: true)
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      url = directory.appendingPathComponent("config.toml", isDirectory: false)
      if let text { try Data(text.utf8).write(to: url) }
      let wakes = Wakes()
      self.wakes = wakes
      watch = ConfigurationWatch(ConfigurationFile(url)) {
        wakes.count.withLock { $0 += 1 }
      }
    }

    deinit { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) }

    /// Texts differ in size, so that a change shows whatever the resolution of the file's time is.
    func write(_ text: String) throws { try Data(text.utf8).write(to: url) }

    func look() -> ConfigurationFile? {
      watch.look()
      return watch.takeNews()
    }
  }

  @Test("an edited file is read again, once, and wakes the loop")
  func edited() throws {
    let world = try World("theme = \"dark\"")
    #expect(world.look() == nil)
    try world.write("theme = \"light\"")
    #expect(world.look()?.configuration.theme == "light")
    #expect(world.wakes.count.withLock { $0 } == 1)
    #expect(world.look() == nil)
  }

  @Test("a broken edit says why; the next one is read again")
  func broken() throws {
    let world = try World("theme = \"dark\"")
    try world.write("theme = 1")
    #expect(world.look()?.problems.count == 1)
    try world.write("theme = \"light\"")
    #expect(world.look()?.problems == [])
  }

  @Test("a file that comes, and one that stays away, are changes; one that is replaced is not gone")
  func comingAndGoing() throws {
    let world = try World(nil)
    #expect(world.look() == nil)
    try world.write("theme = \"light\"")
    #expect(world.look()?.configuration.theme == "light")
    try FileManager.default.removeItem(at: world.url)
    #expect(world.look() == nil)
    try world.write("theme = \"paper\" # replaced")
    #expect(world.look()?.configuration.theme == "paper")
    try FileManager.default.removeItem(at: world.url)
    #expect(world.look() == nil)
    #expect(world.look()?.exists == false)
  }

  @Test("what an edit means reaches the program as one message")
  func messages() throws {
    let world = try World("theme = \"dark\"\nreasons = [\"one\"]")
    let live = LiveConfiguration(
      ConfigurationFile(world.url), fixedTheme: nil, watch: world.watch)
    try check(live, world)
  }

  private func check(_ live: LiveConfiguration, _ world: World) throws {
    var live = live
    if live.takeNews() != nil { Issue.record("nothing was edited") }
    try world.write("theme = \"light\"\nreasons = [\"two\"]\n[keys.live]\nhelp = \"f2\"")
    world.watch.look()
    var settings = Settings()
    settings.isReadOnly = true
    let first = live.takeNews()
    let edit = try #require(first)
    guard case .reconfigured(let change, let keymap) = edit.message else {
      Issue.record("a sound edit was refused")
      return
    }
    change(&settings)
    #expect(settings.reasons == ["two"] && settings.isReadOnly)
    #expect(keymap.keyName(of: .help, in: .live) == "F2")
    #expect(edit.theme == "light")
    try world.write("theme = \"light\"\nreasons = [\"three\"]")
    world.watch.look()
    settings.times = .none
    let second = live.takeNews()
    let further = try #require(second)
    #expect(further.theme == nil, "the theme is the same")
    if case .reconfigured(let change, _) = further.message { change(&settings) }
    #expect(settings.reasons == ["three"])
    #expect(settings.times == .none, "set by the user, and not edited in the file")
    try world.write("reasons = 3")
    world.watch.look()
    guard case .configurationRefused(let why) = live.takeNews()?.message else {
      Issue.record("a broken edit was taken")
      return
    }
    #expect(why.hasPrefix("config.toml, line 1: reasons: "))
  }
}
