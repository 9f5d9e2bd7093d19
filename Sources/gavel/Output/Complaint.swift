import ClientTransport
import LiveComments

/// Why a command failed: what is wrong, and what to do about it.
struct Complaint: Error {
  let text: String
  let advice: String?
  /// The comments that a request failed on, of all that it named.
  let comments: [CommentID]

  init(_ text: String, advice: String? = nil, comments: [CommentID] = []) {
    self.text = text
    self.advice = advice
    self.comments = comments
  }

  init(_ failure: StreamHTTP.Failure) {
    switch failure {
    case .transport(let failure): self.init(failure.description)
    case .problem(let problem): self.init(problem)
    }
  }

  init(_ problem: Problem) {
    self.init(
      "\(problem.detail) (\(problem.code.rawValue))", advice: Self.advice(problem),
      comments: problem.commentIDs ?? [])
  }

  func print() {
    Console.note(text)
    for comment in comments { Console.note("failed on the comment \(comment)") }
    if let advice { Console.note(advice) }
  }

  private static func advice(_ problem: Problem) -> String? {
    switch problem.code {
    case .tokenMissing:
      "give a token by --token-file FILE; `gavel-server token --user NAME --secret-file F` makes one"
    case .tokenInvalid:
      "the token is not one of this server's, or is damaged: ask for a new one"
    case .tokenExpired: "ask for a new token"
    case .forbidden:
      "the token's role or streams do not allow it: `gavel-server token --user NAME --role ROLE "
        + "--stream ID --secret-file F` makes one"
    case .unknownComment, .unknownUser: "`gavel tail --json` shows the ids of a stream"
    case .keyReused: "use another key, or leave it out"
    case .invalid: problem.field.flatMap(option).map { "see \($0)" }
    case .rateLimited, .slowMode, .busy, .unavailable:
      problem.retryAfterMilliseconds.map { "try again in \(($0 + 999) / 1_000) s" }
        ?? "try again in a moment"
    default: nil
    }
  }

  /// The option of a command that fills a member of a request.
  private static func option(_ field: String) -> String? {
    switch field.split(separator: ".").first {
    case "comment_ids": "--comment"
    case "user_id": "--user"
    case "moderation_id": "--moderation"
    case "duration_s": "--duration"
    case "scope": "--scope"
    case "seconds": "--seconds"
    case "level": "--level"
    case "reason": "--reason"
    case "policy": "--policy"
    default: nil
    }
  }
}
