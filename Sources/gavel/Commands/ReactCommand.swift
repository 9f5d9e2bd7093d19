import ArgumentParser
import ClientTransport
import LiveComments

/// `gavel react URL EMOJI`.
struct ReactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "react", abstract: "Reacts to a stream or to a comment; for scripts.",
    discussion: "Exits with 0 once the reaction is counted, or with 1 and the problem on stderr.")

  @OptionGroup var stream: StreamOptions

  @Argument(help: "One emoji.")
  var emoji: String

  @Option(help: "The comment_id of the comment to react to; the stream when left out.")
  var comment: String?

  @Option(help: "How many times, 1 to 50.")
  var count = 1

  func run() async throws {
    guard let emoji = Emoji(emoji) else {
      throw Complaint("EMOJI is one emoji of at most \(Emoji.maximumBytes) bytes")
    }
    guard Limits.reactionCount.contains(count) else {
      throw Complaint(
        "--count is \(Limits.reactionCount.lowerBound) to \(Limits.reactionCount.upperBound)")
    }
    var request = ClientFrame.React(emoji: emoji.text, count: count)
    if let comment {
      guard let id = CommentID(rawValue: comment) else {
        throw Complaint("--comment takes a comment_id, as `gavel tail --json` shows it")
      }
      request.commentID = id
    }
    let http = try stream.http()
    // Not repeated when the answer is lost: the reaction may have been counted.
    do throws(StreamHTTP.Failure) {
      try await http.react(request)
    } catch {
      throw Complaint(error)
    }
  }
}
