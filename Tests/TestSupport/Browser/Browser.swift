import Foundation

/// A headless Chromium that shows one page.
public final class Browser {
  private let profile: TemporaryDirectory
  private let program: ChildProgram
  private var hasEnded = false

  /// The program: what `GAVEL_BROWSER` names, or the first on the `PATH`; nil where there is none.
  public static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["GAVEL_BROWSER"], !named.isEmpty { return named }
    let directories = environment["PATH"]?.split(separator: ":") ?? []
    let names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    return names.lazy.flatMap { name in directories.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) && answers($0) }
  }()

  /// Whether the program runs at all: Ubuntu has one that only says that it would be a snap.
  private static func answers(_ path: String) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--version"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationReason == .exit && process.terminationStatus == 0
  }

  /// Shows a page while `body` runs. Its processes and its profile are gone afterwards.
  public static func show(
    _ url: String, isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
  ) async throws {
    let browser = try Browser(url)
    do {
      try await body()
    } catch {
      try? await browser.end()
      throw Failure(cause: error, errors: browser.program.standardError)
    }
    try await browser.end()
  }

  private init(_ url: String) throws {
    guard let path = Self.path else { throw Missing() }
    let profile = try TemporaryDirectory()
    self.profile = profile
    program = try ChildProgram(
      path,
      [
        "--headless", "--user-data-dir=\(profile.path)", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-dev-shm-usage",
        // It sees nothing but the test's page, and its sandbox asks for what root and containers lack.
        "--no-sandbox",
        url,
      ],
      environment: ["HOME": profile.path, "TMPDIR": profile.path])
  }

  deinit { kill() }

  private func end() async throws {
    kill()
    // All that it has started has gone once nobody can write to its output.
    _ = try await program.end()
  }

  /// Ends the group of processes that it leads: a browser is many, and what was started may be a
  /// script around it.
  private func kill() {
    guard !hasEnded else { return }
    hasEnded = true
    Foundation.kill(-program.processID, SIGKILL)
    program.signal(SIGKILL)
  }

  private struct Missing: Error {}

  /// Why `body` failed, and what the browser complained about.
  private struct Failure: Error, CustomStringConvertible {
    let cause: any Error
    let errors: String
    var description: String { "\(cause); the browser says: \(errors.suffix(2_000))" }
  }
}
