import Foundation
import Testing

@testable import gavel

@Suite struct ConfigurationFileTests {
  private func withFile(_ bytes: Data?, _ body: (URL) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("gavel-config-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let url = directory.appendingPathComponent("config.toml", isDirectory: false)
    try bytes?.write(to: url)
    try body(url)
  }

  @Test("a missing file is no problem")
  func missing() throws {
    try withFile(nil) { url in
      let file = ConfigurationFile(url)
      #expect(!file.exists && file.problems == [] && file.complaint == nil)
    }
  }

  @Test("a file is read, also through a link")
  func linked() throws {
    try withFile(Data("theme = \"light\"".utf8)) { url in
      let link = url.deletingLastPathComponent().appendingPathComponent("link.toml")
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
      for url in [url, link] {
        let file = ConfigurationFile(url)
        #expect(file.exists && file.configuration.theme == "light")
      }
    }
  }

  @Test(
    "what is no text of reasonable size is told, not read",
    arguments: [
      (Data(repeating: 0x23, count: 300_000), "larger than any configuration"),
      (Data([0x23, 0xFF, 0xFE]), "not UTF-8"),
    ])
  func unreadable(_ bytes: Data, _ reason: String) throws {
    try withFile(bytes) { url in
      let file = ConfigurationFile(url)
      #expect(file.problems.count == 1)
      #expect(file.problems.first?.reason.contains(reason) == true)
    }
  }

  @Test("a directory in its place is told")
  func directory() throws {
    try withFile(nil) { url in
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
      #expect(ConfigurationFile(url).problems.map(\.reason) == ["it is no regular file"])
    }
  }

  @Test("one line says what is wrong first, how much more, and how to see it")
  func complaint() throws {
    try withFile(Data("a = 1\nb = 2\nc = 3".utf8)) { url in
      let complaint = try #require(ConfigurationFile(url).complaint)
      #expect(complaint.hasPrefix("config.toml, line 1: a: "))
      #expect(complaint.hasSuffix(", and 2 more (`gavel config check`)"))
    }
  }

  @Test(
    "a path begins at the home directory after ~/, else at the configuration's directory",
    arguments: [("/a/b", "/a/b"), ("~/x", nil), ("ada.token", nil)] as [(String, String?)])
  func paths(_ text: String, _ expected: String?) {
    let path = ConfigurationDirectory.path(of: text)
    let home = HomeDirectory.url(environment: ProcessInfo.processInfo.environment).path
    let base = text.hasPrefix("~") ? home + "/x" : ConfigurationDirectory.url.path + "/ada.token"
    #expect(path == expected ?? base)
  }
}
