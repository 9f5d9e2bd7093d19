import ArgumentParser
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Prints a live table of a server's streams.",
    discussion: """
      Percentiles are over what came since the last table; in the first, and in JSON, over all that \
      was counted so far. What a narrow terminal has no room for is left out.
      """)

  @Argument(help: "The server: http(s)://host:port.")
  var url: String

  @Option(
    help: "A file that holds a token, for a server that wants one to be read.",
    completion: .file())
  var tokenFile: String?

  @Flag(help: "Prints once, as when the output is no terminal.")
  var once = false

  @Flag(help: "Prints JSON, once.")
  var json = false

  func run() async throws {
    do {
      try await show()
    } catch {
      try Failure.report(error)
    }
  }

  func validate() throws {
    guard let base = URL(string: url), ["http", "https"].contains(base.scheme) else {
      throw ValidationError("the URL is http(s)://host:port")
    }
  }

  private func show() async throws {
    guard let base = URL(string: url) else { return }
    let metrics = base.appending(path: "metrics")
    let first = try await scrape(metrics)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      return print(String(decoding: try encoder.encode(StreamTable(first).rows), as: UTF8.self))
    }
    let screen = StatusScreen(summary: ServerSummary(first), table: StreamTable(first))
    guard !once, isatty(STDOUT_FILENO) == 1 else {
      return print(screen.lines().joined(separator: "\n"))
    }
    try await follow(metrics, from: first, screen)
  }

  /// Shows a table every two seconds. A server that was there once and is away is asked again.
  private func follow(_ metrics: URL, from first: Scrape, _ screen: StatusScreen) async throws {
    var (earlier, screen) = (first, screen)
    var scraped = ContinuousClock.now
    while true {
      draw(screen)
      try await Task.sleep(for: .seconds(2))
      do {
        let scrape = try await scrape(metrics)
        let now = ContinuousClock.now
        screen = StatusScreen(
          summary: ServerSummary(
            scrape, since: earlier, elapsed: scraped.duration(to: now) / .seconds(1)),
          table: StreamTable(scrape, since: earlier))
        (earlier, scraped) = (scrape, now)
      } catch let failure as Failure {
        screen.problem = "\(failure); these figures are old, and it is asked again"
      }
    }
  }

  /// Over what is there, so that nothing flickers.
  private func draw(_ screen: StatusScreen) {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    let bounds = StatusScreen.Bounds(
      columns: isKnown ? Int(size.ws_col) : 80, rows: isKnown ? Int(size.ws_row) : 24)
    let lines = screen.lines(within: bounds).prefix(max(1, bounds.rows - 1))
    let (home, toEndOfLine, toEndOfScreen) = ("\u{1B}[H", "\u{1B}[K", "\u{1B}[J")
    print(home + lines.map { $0 + toEndOfLine + "\n" }.joined() + toEndOfScreen, terminator: "")
    fflush(nil)
  }

  private func request(_ url: URL) throws -> URLRequest {
    var request = URLRequest(url: url)
    guard let tokenFile else { return request }
    guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
      throw Failure("the token file \(tokenFile) cannot be read")
    }
    let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
    request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
    return request
  }

  private func scrape(_ url: URL) async throws -> Scrape {
    do {
      let (data, response) = try await URLSession.shared.data(for: try request(url))
      let status = (response as? HTTPURLResponse)?.statusCode
      guard status != 401 else {
        throw Failure("the server wants a token that is valid: give one by --token-file")
      }
      guard status == 200 else { throw Failure("there is no Gavel server at this URL") }
      return Scrape(String(decoding: data, as: UTF8.self))
    } catch let error as URLError {
      throw Failure("the server cannot be reached: \(error.localizedDescription)")
    }
  }
}
