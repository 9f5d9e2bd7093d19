import Foundation
import Testing

/// Screens kept as text beside the tests.
///
/// `GAVEL_RECORD_SCREENS=1 swift test --filter ScreenTests` writes them anew; read the difference
/// before committing it.
enum Snapshot {
  private static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Screens/Snapshots", isDirectory: true)

  private static let isRecording =
    ProcessInfo.processInfo.environment["GAVEL_RECORD_SCREENS"] == "1"

  static func expect(
    _ screen: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = directory.appendingPathComponent(name + ".txt", isDirectory: false)
    if isRecording {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try Data((screen + "\n").utf8).write(to: file)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(
      screen + "\n" == expected, "the screen \(name) has changed:\n\(screen)",
      sourceLocation: sourceLocation)
  }
}
