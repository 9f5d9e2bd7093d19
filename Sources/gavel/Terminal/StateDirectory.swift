import Foundation

/// Where the program keeps what it remembers: `$XDG_STATE_HOME/gavel`, else `~/.local/state/gavel`.
struct StateDirectory {
  let url: URL

  static var standard: StateDirectory {
    StateDirectory(environment: ProcessInfo.processInfo.environment)
  }

  /// A relative `XDG_STATE_HOME` is ignored, as the XDG base directory specification asks.
  init(environment: [String: String]) {
    let base: URL
    if let path = environment["XDG_STATE_HOME"], path.hasPrefix("/") {
      base = URL(fileURLWithPath: path, isDirectory: true)
    } else {
      base = HomeDirectory.url(environment: environment).appendingPathComponent(
        ".local/state", isDirectory: true)
    }
    url = base.appendingPathComponent("gavel", isDirectory: true)
  }

  private var startedMarker: URL { url.appendingPathComponent("started", isDirectory: false) }

  /// Whether the terminal client was started before. Where nothing can be kept, it never was.
  var hasStarted: Bool { FileManager.default.fileExists(atPath: startedMarker.path) }

  /// Remembers that it was. What cannot be kept is not worth a word: the first steps show again.
  func rememberStart() {
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    _ = FileManager.default.createFile(atPath: startedMarker.path, contents: Data())
  }
}
