import ClientTransport
import Testing

@testable import gavel

@Suite struct ConfigurationAddressTests {
  private let configuration = ConfigurationText.read(
    """
    token_file = "default"
    [servers.finals]
    url = "https://comments.example/streams/finals"
    token_file = "finals"
    [servers.semis]
    url = "https://comments.example/streams/semis"
    [servers.home]
    url = "http://127.0.0.1:8080"
    """, file: "c"
  ).configuration

  @Test(
    "a stream is found by its URL or by a short name, with the token for its server",
    arguments: [
      ("finals", "https://comments.example/streams/finals", "finals"),
      ("finals/lounge", "https://comments.example/streams/lounge", "finals"),
      ("semis", "https://comments.example/streams/semis", "default"),
      ("home/lounge", "http://127.0.0.1:8080/streams/lounge", "default"),
      (
        "wss://comments.example/streams/finals", "https://comments.example/streams/finals", "finals"
      ),
      ("https://COMMENTS.example/streams/x", "https://COMMENTS.example/streams/x", "finals"),
      ("http://127.0.0.1:8080/streams/x", "http://127.0.0.1:8080/streams/x", "default"),
      ("https://elsewhere.example/streams/finals", "https://elsewhere.example/streams/finals", nil),
      ("http://comments.example/streams/finals", "http://comments.example/streams/finals", nil),
      ("http://127.0.0.1:8081/streams/x", "http://127.0.0.1:8081/streams/x", nil),
    ] as [(String, String, String?)])
  func found(_ text: String, _ url: String, _ tokenFile: String?) throws {
    let address = try configuration.address(of: text)
    #expect(address.url.description == url)
    #expect(address.tokenFile == tokenFile)
  }

  @Test(
    "a name that leads nowhere is refused with what there is",
    arguments: [
      ("final", "final is no URL, and no server of the configuration", "did you mean finals?"),
      ("zzzzzz", "zzzzzz is no URL", "there are finals, home, semis"),
      ("home", "home is a server: name a stream of it", "write home/STREAM"),
      ("home/A B", "a stream's id is 1 to 64", "write home/STREAM"),
      ("home/", "a stream's id is 1 to 64", "write home/STREAM"),
    ])
  func refused(_ text: String, _ reason: String, _ advice: String) {
    let refusal = #expect(throws: Configuration.NoAddress.self) {
      try configuration.address(of: text)
    }
    #expect(refusal?.reason.hasPrefix(reason) == true, "\(String(describing: refusal))")
    #expect(refusal?.advice == advice)
  }

  @Test("without servers, a name is told what to write")
  func none() {
    let refusal = #expect(throws: Configuration.NoAddress.self) {
      try Configuration().address(of: "finals")
    }
    #expect(refusal?.advice?.contains("gavel config example") == true)
  }
}
