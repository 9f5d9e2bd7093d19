import ArgumentParser
import ClientTransport
import Foundation
import LiveComments
import TerminalUI

/// `gavel post URL CONTENT`.
struct PostCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "post", abstract: "Posts one comment; for scripts.",
    discussion: "Exits with 0 once the comment is durable, or with 1 and the problem on stderr.")

  @OptionGroup var stream: StreamOptions

  @Argument(help: "What to say; - reads it from standard input.")
  var content: String

  @Option(help: "The comment_id of the comment to answer.")
  var replyTo: String?

  @Flag(help: "Print the comment as JSON.")
  var json = false

  /// Attempts over a connection that fails, or at a server that asks to wait briefly.
  private static let attempts = 6
  /// The longest that a server may ask to wait before the caller is told instead.
  private static let patience = Duration.seconds(5)

  func run() async throws {
    var request = PostRequest(content: try text())
    if let replyTo {
      guard let id = CommentID(rawValue: replyTo) else {
        throw Complaint("--reply-to takes a comment_id, as `gavel tail --json` shows it")
      }
      request.replyTo = id
    }
    let http = try stream.http()
    let comment = try await post(request, over: http)
    if comment.state == .held { Console.note("the comment is held for review") }
    if json { Console.write(try JSONLine.text(comment) + "\n") }
  }

  /// Repeating under one key cannot post twice, whichever answer was lost.
  private func post(_ request: PostRequest, over http: StreamHTTP) async throws -> Comment {
    let key = UUID().uuidString.lowercased()
    var attempt = 1
    while true {
      do throws(StreamHTTP.Failure) {
        return try await http.post(request, key: key)
      } catch {
        guard attempt < Self.attempts, let wait = wait(after: error, attempt: attempt) else {
          throw Complaint(error)
        }
        attempt += 1
        try await Task.sleep(for: wait)
      }
    }
  }

  /// Nil when waiting would not help, or takes too long.
  private func wait(after failure: StreamHTTP.Failure, attempt: Int) -> Duration? {
    switch failure {
    case .transport(let failure):
      // A server that was never there is a wrong URL more often than a restart.
      guard failure.kind == .lost || failure.kind == .timedOut else { return nil }
      return .milliseconds(Int.random(in: 50...(250 << attempt)))
    case .problem(let problem):
      guard problem.code == .busy || problem.code == .unavailable else { return nil }
      let wait = failure.retryAfter ?? .milliseconds(250 << attempt)
      return wait <= Self.patience ? wait : nil
    }
  }

  /// The text to post. A request larger than the server takes is not even read to its end.
  private func text() throws -> String {
    guard content == "-" else { return content }
    let data = try FileHandle.standardInput.read(upToCount: Limits.bodyBytes + 1) ?? Data()
    guard data.count <= Limits.bodyBytes else {
      throw Complaint(
        "standard input holds more than a comment can: at most \(Limits.content.upperBound) "
          + "characters")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Complaint("standard input is not UTF-8 text")
    }
    // The line break that every tool puts at the end is not part of what is said.
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}
