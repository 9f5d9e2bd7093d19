import TerminalUI
import Testing

@testable import gavel

@Suite struct ConfigurationExampleTests {
  /// The example with its keys and tables in force: what is explained has a space after the sign.
  private let inForce = ConfigurationExample.text.split(
    separator: "\n", omittingEmptySubsequences: false
  ).map { line in
    line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
  }.joined(separator: "\n")

  @Test("the example changes nothing as it is printed")
  func inert() {
    let (configuration, problems) = ConfigurationText.read(ConfigurationExample.text, file: "c")
    #expect(problems == [])
    #expect(configuration == Configuration())
  }

  @Test("the example can be used, and states what is shipped")
  func sound() {
    let (configuration, problems) = ConfigurationText.read(inForce, file: "c")
    #expect(problems == [])
    #expect(configuration.servers.count == 2)
    #expect(!configuration.keys.isEmpty)
    #expect(configuration.theme == BuiltInThemes.files[0].name)
    #expect(configuration.reasons == Settings().reasons)
    #expect(configuration.times == Settings().times)
    #expect(configuration.repeats == Settings().collapsesRepeats)
    #expect((configuration.emotes == .short) == Settings().shortensEmotes)
    #expect(configuration.bell == Settings().bell)
    #expect(configuration.reactions == Settings().reactions)
    #expect(configuration.mouse == Settings().mouse)
    #expect(configuration.ascii == Settings().ascii)
    #expect(configuration.motion == Settings().motion)
  }

  @Test("the example names every key, table and context")
  func complete() {
    for key in ConfigurationKey.all { #expect(inForce.contains("\n\(key.name) = "), "\(key.name)") }
    for section in ConfigurationKey.sections { #expect(inForce.contains("\n[\(section).")) }
    for context in InputContext.allCases { #expect(inForce.contains(context.name), "\(context)") }
  }
}
