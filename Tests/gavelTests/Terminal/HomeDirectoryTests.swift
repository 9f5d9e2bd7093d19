import Foundation
import Testing

@testable import gavel

@Suite struct HomeDirectoryTests {
  @Test("configuration, state and ~/ are where HOME says")
  func home() {
    let environment = ["HOME": "/home/me"]
    #expect(
      ConfigurationDirectory.url(environment: environment).path == "/home/me/.config/gavel")
    #expect(StateDirectory(environment: environment).url.path == "/home/me/.local/state/gavel")
    #expect(
      ConfigurationDirectory.path(of: "~/ada.token", environment: environment)
        == "/home/me/ada.token")
    #expect(
      ConfigurationDirectory.path(of: "ada.token", environment: environment)
        == "/home/me/.config/gavel/ada.token")
  }

  @Test("a HOME that is no path is ignored", arguments: ["", "me", nil] as [String?])
  func noHome(_ home: String?) {
    let environment = home.map { ["HOME": $0] } ?? [:]
    #expect(
      HomeDirectory.url(environment: environment)
        == FileManager.default.homeDirectoryForCurrentUser)
  }
}
