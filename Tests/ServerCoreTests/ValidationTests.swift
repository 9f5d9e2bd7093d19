import Foundation
import LiveComments
import ServerCore
import Testing

struct ValidationTests {
  private let validation = Validation { $0.precomposedStringWithCanonicalMapping }

  @Test(
    "content is stored as NFC on one line",
    arguments: [
      ("hello", "hello"),
      ("cafe\u{301}", "caf\u{E9}"),
      ("one\ntwo", "one two"),
      ("one\r\ntwo", "one two"),
      ("one\n\rtwo", "one  two"),
      ("one\u{85}two\u{2028}three\u{2029}four\u{B}five\u{C}six", "one two three four five six"),
      (" kept ", " kept "),
      ("\u{1F469}\u{200D}\u{1F680}", "\u{1F469}\u{200D}\u{1F680}"),
      ("\u{645}\u{631}\u{62D}\u{628}\u{627}", "\u{645}\u{631}\u{62D}\u{628}\u{627}"),
      ("x\u{301}\u{302}\u{303}\u{304}", "x\u{301}\u{302}\u{303}\u{304}"),
    ])
  func accepted(content: String, stored: String) throws {
    let result = try validation.content(content)
    #expect(Array(result.unicodeScalars) == Array(stored.unicodeScalars))
  }

  @Test(
    "content that cannot be shown is refused, and the message says why",
    arguments: [
      ("", "no visible character"),
      ("   ", "no visible character"),
      ("\n\n", "no visible character"),
      ("\u{200B}\u{200D}\u{FEFF}", "no visible character"),
      ("\u{202E}\u{2066}\u{2069}", "no visible character"),
      ("\u{3164}\u{115F}", "no visible character"),
      ("\u{2800}", "no visible character"),
      ("\u{301}", "no visible character"),
      ("\u{FE0F}", "no visible character"),
      ("\u{E0041}\u{E0042}", "no visible character"),
      ("red \u{1B}[31m", "U+001B"),
      ("nul \u{0}", "U+0000"),
      ("tab\there", "U+0009"),
      ("\u{9B}31m", "U+009B"),
      ("x\u{301}\u{302}\u{303}\u{304}\u{305}", "combining marks"),
      ("x\u{301}\u{302}\u{200D}\u{303}\u{304}\u{305}", "combining marks"),
      ("x\u{301}\u{302}\u{303}\u{304}\u{34F}\u{305}", "combining marks"),
      ("x" + String(repeating: "\u{301}", count: 2_000), "combining marks"),
      (String(repeating: "a", count: 501), "at most 500"),
      (String(repeating: "a", count: 60_000), "at most 500"),
      (String(repeating: "\u{1F469}\u{200D}", count: 251), "has 502"),
    ])
  func refused(content: String, reason: String) {
    let problem = #expect(throws: Problem.self) { try validation.content(content) }
    #expect(problem?.code == .invalid)
    #expect(problem?.field == "content")
    #expect(problem?.detail.contains(reason) == true, "\(problem?.detail ?? "")")
  }

  @Test("lengths count scalars after NFC")
  func lengths() throws {
    let content = String(repeating: "e\u{301}", count: 500)
    #expect(try validation.content(content).unicodeScalars.count == 500)
    #expect(try validation.content("x").unicodeScalars.count == 1)
    #expect(throws: Problem.self) { try validation.content(content + "e") }
    let name = String(repeating: "n", count: 64)
    #expect(try validation.userName(name) == name)
    #expect(throws: Problem.self) { try validation.userName(name + "n") }
    #expect(throws: Problem.self) { try validation.userID("") }
  }

  @Test(
    "an idempotency key is 1 to 64 visible ASCII characters",
    arguments: [
      ("k", true), (String(repeating: "k", count: 64), true), ("!~", true), ("", false),
      (String(repeating: "k", count: 65), false), ("a b", false), ("k\u{E9}", false),
      ("k\n", false), ("k\u{7F}", false),
    ])
  func keys(text: String, isValid: Bool) {
    if isValid {
      #expect(throws: Never.self) { try validation.idempotencyKey(text) }
    } else {
      let problem = #expect(throws: Problem.self) { try validation.idempotencyKey(text) }
      #expect(problem?.field == "key")
    }
  }

  @Test("a missing key is refused")
  func missingKey() {
    let problem = #expect(throws: Problem.self) { try validation.idempotencyKey(nil) }
    #expect(problem?.code == .invalid && problem?.field == "key")
  }

  @Test("a service posts for others, under the role of a viewer")
  func serviceAuthor() throws {
    let accepted = try validation.accept(
      submission(by: .sample("bridge", .service), as: Author(userID: "ada", userName: "Ada")))
    #expect(accepted.author == User(userID: "ada", userName: "Ada", role: .viewer))
    #expect(accepted.poster.userID == "bridge")
  }

  @Test("nobody else posts for others", arguments: [Role.viewer, .moderator, .owner])
  func otherAuthor(role: Role) {
    let problem = #expect(throws: Problem.self) {
      try validation.accept(
        submission(by: .sample("eve", role), as: Author(userID: "ada", userName: "Ada")))
    }
    #expect(problem?.code == .forbidden)
  }

  @Test("a problem names the member of the author that is wrong")
  func authorFields() {
    let service = User.sample("bridge", .service)
    let noID = #expect(throws: Problem.self) {
      try validation.accept(submission(by: service, as: Author(userID: " ", userName: "Ada")))
    }
    #expect(noID?.field == "as.user_id")
    let noName = #expect(throws: Problem.self) {
      try validation.accept(submission(by: service, as: Author(userID: "a", userName: "\u{200B}")))
    }
    #expect(noName?.field == "as.user_name")
  }

  private func submission(by poster: User, as author: Author?) -> Submission {
    Submission(
      streamID: .launch, poster: poster, key: "key",
      request: PostRequest(content: "hello", author: author))
  }
}
