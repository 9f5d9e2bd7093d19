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

  func run() async throws {
    var request = PostRequest(content: try text())
    if let replyTo {
      guard let id = CommentID(rawValue: replyTo) else {
        throw Complaint("--reply-to takes a comment_id, as `gavel tail --json` shows it")
      }
      request.replyTo = id
    }
    let http = try stream.http()
    // Repeating under one key cannot post twice, whichever answer was lost.
    let key = UUID().uuidString.lowercased()
    let comment = try await Retrying.run { () throws(StreamHTTP.Failure) in
      try await http.post(request, key: key)
    }
    if comment.state == .held { Console.note("the comment is held for review") }
    if json { Console.write(try JSONLine.text(comment) + "\n") }
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
