import ClientTransport
import LiveComments

/// Why a command failed: what is wrong, and what to do about it.
struct Complaint: Error {
  let text: String
  let advice: String?

  init(_ text: String, advice: String? = nil) {
    self.text = text
    self.advice = advice
  }

  init(_ failure: StreamHTTP.Failure) {
    switch failure {
    case .transport(let failure): self.init(failure.description)
    case .problem(let problem): self.init(problem)
    }
  }

  init(_ problem: Problem) {
    self.init("\(problem.detail) (\(problem.code.rawValue))", advice: Self.advice(problem))
  }

  func print() {
    Console.note(text)
    if let advice { Console.note(advice) }
  }

  private static func advice(_ problem: Problem) -> String? {
    switch problem.code {
    case .tokenMissing:
      "give a token by --token-file FILE; `gavel-server token --user NAME --secret-file F` makes one"
    case .tokenInvalid:
      "the token is not one of this server's, or is damaged: ask for a new one"
    case .tokenExpired: "ask for a new token"
    case .rateLimited, .slowMode, .busy, .unavailable:
      problem.retryAfterMilliseconds.map { "try again in \(($0 + 999) / 1_000) s" }
        ?? "try again in a moment"
    default: nil
    }
  }
}
