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
      was counted so far.
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
    let isLive = !once && !json && isatty(STDOUT_FILENO) == 1
    var previous: StreamTable?
    repeat {
      let scrape = try await scrape(base.appending(path: "metrics"))
      let table = StreamTable(scrape: scrape, since: previous)
      previous = table
      if json {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        print(String(decoding: try encoder.encode(table.rows), as: UTF8.self))
      } else {
        print(isLive ? "\u{1B}[H\u{1B}[J" + table.text : table.text)
      }
      if isLive { try await Task.sleep(for: .seconds(2)) }
    } while isLive
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

  private func scrape(_ url: URL) async throws -> String {
    do {
      let (data, response) = try await URLSession.shared.data(for: try request(url))
      let status = (response as? HTTPURLResponse)?.statusCode
      guard status != 401 else {
        throw Failure("the server wants a token that is valid: give one by --token-file")
      }
      guard status == 200 else { throw Failure("there is no Gavel server at this URL") }
      return String(decoding: data, as: UTF8.self)
    } catch let error as URLError {
      throw Failure("the server cannot be reached: \(error.localizedDescription)")
    }
  }
}
