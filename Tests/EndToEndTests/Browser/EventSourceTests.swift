import ClientTransport
import Foundation
import LiveComments
import TestSupport
import Testing

@Suite(
  .serialized,
  .enabled(
    if: Browser.path != nil,
    "there is no Chromium: install chromium-headless-shell (Debian), or name one in GAVEL_BROWSER"))
struct EventSourceTests {
  @Test(
    "a browser follows a stream, and comes back by itself to where it was, however the server ends")
  func follow() async throws {
    let page = try await EventSourcePage.start()
    let server = try ServerProgram()
    try await server.startOnLastingPort(for: page.origin)
    let port = server.port
    let talk = try await Talk(server)
    try await Browser.show(page.url(following: Self.events(server))) {
      _ = try await page.follows("the welcome") { $0.welcomes.first?.resume == .fresh }

      try await talk.post("one", "two", "three")
      _ = try await page.follows("three comments") { $0.comments.count == 3 }
      let two = try await talk.delete("two")
      _ = try await page.follows("the deletion") { $0.deleted == [two] }

      var deleted = [two]
      for (number, drains) in [true, false].enumerated() {
        let before = try page.following().failures
        if drains {
          #expect(try await server.drain() == 0)
        } else {
          try await server.kill()
        }
        _ = try await page.follows("the end of the server") { $0.failures > before }

        // Where the browser does not find it.
        try await server.start()
        try await talk.post("unseen \(number)", "missed \(number)")
        deleted += [try await talk.delete("unseen \(number)"), try await talk.delete("three")]
        try await talk.restore("three")
        #expect(try await server.drain() == 0)

        try await server.start(port: port, origins: [page.origin])
        try await talk.post("back \(number)")
        let following = try await page.follows("what was missed") {
          $0.comments.last?.content == "back \(number)" && $0.deleted.count == deleted.count
        }
        #expect(following.welcomes.count == number + 2)
        #expect(following.welcomes.last?.resume == .inline)
        #expect(following.reconnects == 1)
        #expect(following.deleted == deleted)
      }

      #expect(try await server.drain() == 0)
      try await server.start(port: port, origins: [page.origin], startsNewEpoch: true)
      let reset = try await page.follows("the welcome of another epoch") {
        $0.welcomes.count == 4
      }
      #expect(reset.welcomes.last?.reason == .epoch)
      try await talk.post("afresh")
      let following = try await page.follows("what comes after it") {
        $0.comments.last?.content == "afresh"
      }
      #expect(
        following.comments.map(\.content) == [
          "one", "two", "three", "missed 0", "back 0", "missed 1", "back 1", "afresh",
        ])
      #expect(following.complaints == [])
    }
    #expect(try await server.drain() == 0)
    try await page.stop()
  }

  @Test("a browser that finds the server full asks again, and gets in when there is a place")
  func full() async throws {
    let page = try await EventSourcePage.start()
    let server = try ServerProgram(connections: 1)
    try await server.start(origins: [page.origin])
    let talk = try await Talk(server)
    let inside = try await TCPClient.connect(port: server.port)
    try await inside.send("GET /streams/test/events HTTP/1.1\r\nHost: test\r\n\r\n")
    _ = try await inside.take("the welcome") { bytes -> Bool? in
      String(decoding: bytes, as: UTF8.self).contains("\"welcome\"") ? true : nil
    }
    try await Browser.show(page.url(following: Self.events(server))) {
      let refused = try await page.follows("the refusal") { $0.failures > 0 }
      #expect(refused.refusals.first == .unavailable)
      #expect(refused.welcomes.isEmpty)
      await inside.close()
      _ = try await page.follows("the welcome") { !$0.welcomes.isEmpty }
      try await talk.post("at last")
      let following = try await page.follows("a comment") { !$0.comments.isEmpty }
      #expect(following.complaints == [])
    }
    #expect(try await server.drain() == 0)
    try await page.stop()
  }

  private static func events(_ server: ServerProgram) -> String {
    "http://127.0.0.1:\(server.port)/streams/test/events"
  }
}

extension EventSourcePage {
  fileprivate func following() throws -> Following { Following(try sights()) }

  /// Waits until the page has seen so much; what it knows then.
  fileprivate func follows(
    _ what: String, _ isEnough: (Following) -> Bool
  ) async throws -> Following {
    var last = Following([])
    do {
      try await eventually("the page sees \(what)") {
        last = try following()
        return isEnough(last)
      }
    } catch let late as DeadlinePassed {
      throw TooLate(description: "\(late.description); it has seen \(last)")
    }
    return last
  }

  private struct TooLate: Error, CustomStringConvertible {
    let description: String
  }
}

/// Somebody who posts, and somebody who moderates, wherever the server is at the moment.
private final class Talk {
  private let server: ServerProgram
  private let poster: Token
  private let moderator: Token
  private var comments: [String: CommentID] = [:]

  init(_ server: ServerProgram) async throws {
    self.server = server
    poster = try await server.token("ada")
    moderator = try await server.token("mo", .moderator)
  }

  func post(_ contents: String...) async throws {
    let http = try StreamHTTP(url: server.url(), token: poster)
    for content in contents {
      comments[content] = try await http.post(PostRequest(content: content), key: UUID().uuidString)
        .commentID
    }
  }

  func delete(_ content: String) async throws -> CommentID {
    try await moderate(.delete, content)
  }

  func restore(_ content: String) async throws { _ = try await moderate(.restore, content) }

  private func moderate(_ action: ModerationAction, _ content: String) async throws -> CommentID {
    let commentID = try #require(comments[content])
    let http = try StreamHTTP(url: server.url(), token: moderator)
    _ = try await http.moderate(
      ModerationRequest(action: action, commentIDs: [commentID]), key: UUID().uuidString)
    return commentID
  }
}
