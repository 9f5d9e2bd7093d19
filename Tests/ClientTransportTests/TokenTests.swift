import ClientTransport
import TestSupport
import Testing

@Suite struct TokenTests {
  @Test("a token is read without the white space around it")
  func trimmed() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("  eyJ.a-b_c.d \n", to: "token")
    let file = try TokenFile(path: path)
    #expect(file.token.rawValue == "eyJ.a-b_c.d")
    #expect(file.warning == nil)
  }

  @Test("a file that others can read is warned of", arguments: [0o644, 0o640, 0o604])
  func permissions(mode: Int) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("abc", to: "token", mode: mode)
    let warning = try #require(try TokenFile(path: path).warning)
    #expect(warning.contains("chmod 600"))
    #expect(!warning.contains("abc"))
  }

  @Test(
    "what is no token is refused",
    arguments: ["", " \n", "a b", "a\r\nX-Evil: 1", "tök€n", String(repeating: "a", count: 9_000)])
  func refused(text: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(text, to: "token")
    let error = #expect(throws: TokenFile.Unreadable.self) { try TokenFile(path: path) }
    #expect(error?.description.contains("does not hold a token") == true)
  }

  @Test("a file that is not there is told by its name and why")
  func missing() throws {
    let error = #expect(throws: TokenFile.Unreadable.self) {
      try TokenFile(path: "/nonexistent/token")
    }
    #expect(error?.description.contains("/nonexistent/token") == true)
    #expect(error?.description.contains("No such file") == true)
  }

  @Test("a token does not show its text")
  func secret() throws {
    let token = try #require(Token(rawValue: "s3cret"))
    #expect(!"\(token)".contains("s3cret"))
    #expect(!String(reflecting: token).contains("s3cret"))
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!dumped.contains("s3cret"))
  }
}
