import Foundation
import LiveComments
import Synchronization

/// An IRC server for one client (RFC 2812, as much as irssi asks for): one channel, in which the
/// users of `Chatter` talk at a steady rate.
final class IRCFeeder: Sendable {
  static let channel = "#bench"
  let port: UInt16
  private let listener: Int32
  private let state = Mutex(State())

  private struct State {
    /// Lines per second.
    var rate = 0.0
    var lines = 0
    var isJoined = false
    var isOver = false
  }

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard listener >= 0 else { throw SystemError("socket") }
    let listener = listener
    let bound = SocketAddress.loopback(port: 0).withSystemAddress { bind(listener, $0, $1) }
    guard bound == 0, listen(listener, 1) == 0 else { throw SystemError("bind") }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isNamed = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(listener, $0, &length) == 0
      }
    }
    guard isNamed else { throw SystemError("getsockname") }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve() }
  }

  deinit { close(listener) }

  var isJoined: Bool { state.withLock(\.isJoined) }
  /// Lines sent so far.
  var lines: Int { state.withLock(\.lines) }

  func talk(perSecond rate: Double) { state.withLock { $0.rate = rate } }
  func end() { state.withLock { $0.isOver = true } }

  private func serve() {
    let client = accept(listener, nil, nil)
    guard client >= 0 else { return }
    defer { close(client) }
    var inbox: [UInt8] = []
    guard let streamID = StreamID(rawValue: "bench") else { return }
    var chatter = Chatter(streamID: streamID, seed: 1)
    var last = Clock.monotonicNanoseconds()
    var owed = 0.0
    while !state.withLock(\.isOver) {
      guard answer(client, &inbox) else { return }
      let now = Clock.monotonicNanoseconds()
      owed += Double(now - last) / 1e9 * state.withLock(\.rate)
      last = now
      var text = ""
      while owed >= 1 {
        owed -= 1
        text += line(of: chatter.post())
        state.withLock { $0.lines += 1 }
      }
      guard send(text, to: client) else { return }
    }
  }

  private func line(of post: PostRequest) -> String {
    let nick = post.author?.userName.replacing(" ", with: "_") ?? "viewer"
    return ":\(nick)!u@bench PRIVMSG \(Self.channel) :\(post.content)\r\n"
  }

  /// Reads what the client says within a millisecond and answers it; false when it has gone.
  private func answer(_ client: Int32, _ inbox: inout [UInt8]) -> Bool {
    var entry = pollfd(fd: client, events: Int16(POLLIN), revents: 0)
    guard poll(&entry, 1, 1) > 0 else { return true }
    var chunk = [UInt8](repeating: 0, count: 4_096)
    let count = recv(client, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    inbox += chunk[..<count]
    while let end = inbox.firstIndex(of: UInt8(ascii: "\n")) {
      let words = String(decoding: inbox[..<end], as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines).split(separator: " ")
      inbox.removeFirst(end + 1)
      guard send(reply(to: words), to: client) else { return false }
    }
    return true
  }

  private func reply(to words: [Substring]) -> String {
    switch words.first {
    case "USER": return ":bench 001 gavel :Welcome\r\n:bench 376 gavel :End\r\n"
    case "PING": return ":bench PONG bench :\(words.last ?? "")\r\n"
    case "JOIN":
      state.withLock { $0.isJoined = true }
      return ":gavel!u@bench JOIN \(Self.channel)\r\n"
        + ":bench 353 gavel = \(Self.channel) :gavel\r\n"
        + ":bench 366 gavel \(Self.channel) :End\r\n"
    default: return ""
    }
  }

  private func send(_ text: String, to client: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }
}
