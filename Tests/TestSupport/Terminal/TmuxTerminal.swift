import Foundation

/// A shell in a terminal of tmux's: what another program than the tests makes of the bytes, with job
/// control. Ends with the value.
public final class TmuxTerminal {
  private let directory: TemporaryDirectory
  private let server: ChildProgram
  private static let program = "/usr/bin/env"

  /// Starts an interactive shell that has this environment and no other, and a prompt of `$ `.
  ///
  /// Throws where there is no tmux.
  public init(environment: [String: String], columns: Int = 80, rows: Int = 24) async throws {
    let directory = try TemporaryDirectory()
    self.directory = directory
    // In the foreground, so that it ends with its owner.
    server = try ChildProgram(Self.program, Self.words(["-D"], in: directory))
    try await eventually("tmux listens") {
      FileManager.default.fileExists(atPath: Self.socket(directory)) || !server.isRunning
    }
    var environment = environment
    environment["TERM"] = "tmux-256color"
    environment["PS1"] = "$ "
    let settings = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    try await tmux(
      ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "env", "-i"] + settings
        + ["bash", "--norc", "--noprofile", "-i"])
    try await tmux(["set-option", "-g", "window-size", "manual"])
    try await shows("$")
  }

  /// What the terminal shows, a line each.
  public var text: String {
    get async throws { try await tmux(["capture-pane", "-p"]) }
  }

  /// The first line with the sequences that colour it.
  public var paintedTop: Substring {
    get async throws {
      try await tmux(["capture-pane", "-p", "-e"]).prefix { $0 != "\n" }
    }
  }

  /// Whether the alternate screen is shown, and the cursor; what the terminal's title is.
  public var state: (isAlternate: Bool, isCursorVisible: Bool, title: String) {
    get async throws {
      let fields = try await tmux(
        ["display-message", "-p", "#{alternate_on} #{cursor_flag} #{pane_title}"]
      ).dropLast().split(separator: " ", maxSplits: 2)
      return (fields[0] == "1", fields[1] == "1", fields.count > 2 ? String(fields[2]) : "")
    }
  }

  /// Types this, byte for byte.
  public func type(_ text: String) async throws {
    // Raw bytes, so that neither key names nor tmux's own separators are read in them.
    let bytes = text.utf8.map { String($0, radix: 16) }
    try await tmux(["send-keys", "-H"] + bytes)
  }

  public func resize(columns: Int, rows: Int) async throws {
    try await tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Waits until the terminal shows all of these, and none of those.
  public func shows(_ texts: String..., hides hidden: [String] = []) async throws {
    var last = ""
    do {
      try await eventually(texts.joined(separator: " and ")) {
        let text = try await text
        last = text
        return texts.allSatisfy { text.contains($0) } && !hidden.contains { text.contains($0) }
      }
    } catch let late as DeadlinePassed {
      throw DeadlinePassed(description: "\(late.description); it shows:\n\(last)")
    }
  }

  private static func socket(_ directory: TemporaryDirectory) -> String { directory.path("tmux") }

  private static func words(
    _ arguments: [String], in directory: TemporaryDirectory
  ) -> [String] {
    ["tmux", "-u", "-f", "/dev/null", "-S", socket(directory)] + arguments
  }

  @discardableResult
  private func tmux(_ arguments: [String]) async throws -> String {
    let (code, output, errors) = try await run(
      Self.program, Self.words(arguments, in: directory))
    guard code == 0 else {
      throw Failure(
        description: "tmux \(arguments[0]) ended with \(code): \(errors)\(server.standardError)")
    }
    return output
  }

  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }
}
