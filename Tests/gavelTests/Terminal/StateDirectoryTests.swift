import Foundation
import TestSupport
import Testing

@testable import gavel

@Suite struct StateDirectoryTests {
  @Test("a start is remembered, in a directory that is made for it")
  func remembers() throws {
    let directory = try TemporaryDirectory()
    let state = StateDirectory(environment: ["XDG_STATE_HOME": directory.path("state")])
    #expect(!state.hasStarted)
    state.rememberStart()
    #expect(state.hasStarted)
    #expect(FileManager.default.fileExists(atPath: directory.path("state/gavel/started")))
  }

  @Test("a relative path is ignored, and without one it is where it always is")
  func standard() {
    let home = FileManager.default.homeDirectoryForCurrentUser.path
    for environment in [[:], ["XDG_STATE_HOME": "state"], ["XDG_STATE_HOME": ""]] {
      #expect(
        StateDirectory(environment: environment).url.path == home + "/.local/state/gavel")
    }
    #expect(
      StateDirectory(environment: ["HOME": "/home/me"]).url.path == "/home/me/.local/state/gavel")
  }

  @Test("where nothing can be kept, nothing is")
  func unwritable() {
    let state = StateDirectory(environment: ["XDG_STATE_HOME": "/dev/null"])
    state.rememberStart()
    #expect(!state.hasStarted)
  }
}
