import Foundation
import LiveComments
import TestSupport

@testable import CommentServer

/// A reader of server-sent events, by hand.
struct EventStreamClient: Sendable {
  let connection: TCPClient

  struct Event: Sendable {
    var id: String?
    var retry: Int?
    var comments: [String]
    var frame: ServerFrame
  }

  struct Malformed: Error {
    var line: String
  }

  /// Asks for the events over `connection`, and takes the answer's head.
  static func open(
    _ connection: TCPClient, _ target: String = "/streams/launch/events", headers: [String] = []
  ) async throws -> (EventStreamClient, head: String) {
    let lines = ["GET \(target) HTTP/1.1", "Host: test"] + headers
    try await connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    let head = try await connection.take("the head") { bytes -> String? in
      guard let end = HTTPClient.endOfHead(bytes) else { return nil }
      defer { bytes.removeFirst(end) }
      return String(decoding: bytes[..<end], as: UTF8.self)
    }
    return (EventStreamClient(connection: connection), head)
  }

  /// The next event; a frame that does not decode, or a line that is no field, fails the test.
  func next(_ what: String = "an event") async throws -> Event {
    let lines = try await connection.take(what) { bytes -> [String]? in
      for index in bytes.indices.dropLast() where bytes[index] == 10 && bytes[index + 1] == 10 {
        defer { bytes.removeFirst(index + 2) }
        return String(decoding: bytes[..<index], as: UTF8.self).components(separatedBy: "\n")
      }
      return nil
    }
    var event = Event(comments: [], frame: .unknown(type: ""))
    for line in lines {
      if line.hasPrefix("data: ") {
        event.frame = try WireCodec.decode(ServerFrame.self, from: Array(line.utf8.dropFirst(6)))
      } else if line.hasPrefix("id: ") {
        event.id = String(line.dropFirst(4))
      } else if line.hasPrefix("retry: ") {
        event.retry = Int(line.dropFirst(7))
      } else if line.hasPrefix(":") {
        event.comments.append(line)
      } else {
        throw Malformed(line: line)
      }
    }
    return event
  }

  /// The next event that `select` takes; others in between are passed over.
  func first<Value: Sendable>(
    _ what: String, _ select: (ServerFrame) -> Value?
  ) async throws -> (Value, Event) {
    // Heartbeats come for ever.
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
      let event = try await next(what)
      if let value = select(event.frame) { return (value, event) }
    }
    throw NeverCame(what: what)
  }

  func welcome() async throws -> (ServerFrame.Welcome, Event) {
    try await first("welcome") { if case .welcome(let frame) = $0 { frame } else { nil } }
  }

  func batch() async throws -> (ServerFrame.CommentBatch, Event) {
    try await first("comments") { if case .comments(let frame) = $0 { frame } else { nil } }
  }
}

extension ServerFixture {
  /// Opens the stream's events over a connection of their own.
  func events(
    _ target: String = "/streams/launch/events", headers: [String] = []
  ) async throws -> EventStreamClient {
    try await EventStreamClient.open(
      TCPClient.connect(port: address.port), target, headers: headers
    ).0
  }
}
