import ClientTransport
import LiveComments
import Testing

@Suite struct StreamURLTests {
  @Test(
    "a stream URL names a server and a stream",
    arguments: [
      ("http://localhost:8080/streams/demo", false, "localhost", 8080, "demo"),
      ("https://chat.example/streams/finals-2026/", true, "chat.example", 443, "finals-2026"),
      ("ws://127.0.0.1/streams/a_b", false, "127.0.0.1", 80, "a_b"),
      ("wss://[::1]:9000/streams/0", true, "::1", 9000, "0"),
      ("HTTP://Host:1/streams/x", false, "Host", 1, "x"),
    ])
  func valid(text: String, isSecure: Bool, host: String, port: Int, id: String) throws {
    let url = try StreamURL(text)
    #expect(url.isSecure == isSecure)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.streamID.rawValue == id)
    // What it describes itself as reads back as the same.
    #expect(try StreamURL(url.description) == url)
  }

  @Test(
    "a wrong URL is told what is wrong with it",
    arguments: [
      ("", "no scheme"),
      ("localhost:8080/streams/a", "no scheme"),
      ("ftp://h/streams/a", "scheme is none of"),
      ("http:///streams/a", "no host"),
      ("http://h ost/streams/a", "characters that no host name has"),
      ("http://bücher.example/streams/a", "xn--"),
      ("http://h:0/streams/a", "port"),
      ("http://h:65536/streams/a", "port"),
      ("http://h:+80/streams/a", "port"),
      ("http://h:/streams/a", "port"),
      ("http://[::1/streams/a", "bracket"),
      ("http://[x]/streams/a", "IPv6"),
      ("http://h", "path is not"),
      ("http://h/", "path is not"),
      ("http://h/streams", "path is not"),
      ("http://h/streams/", "path is not"),
      ("http://h/streams/a/b", "path is not"),
      ("http://h/streams/a//", "path is not"),
      ("http://h/streams/Über", "stream id"),
      ("http://h/streams/-a", "stream id"),
      ("http://h/streams/a?token=s3cret", "--token-file"),
      ("http://h/streams/a#s3cret", "--token-file"),
      ("http://user:s3cret@h/streams/a", "--token-file"),
    ])
  func wrong(text: String, reason: String) {
    let error = #expect(throws: InvalidStreamURL.self) { try StreamURL(text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    // A secret that somebody put into the URL is not repeated.
    #expect(error?.description.contains("s3cret") == false)
  }
}
