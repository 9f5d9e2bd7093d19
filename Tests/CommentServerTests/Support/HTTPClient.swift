import Foundation
import LiveComments
import TestSupport

/// HTTP/1.1 by hand, so that a test can send what no client library would.
struct HTTPClient: Sendable {
  let connection: TCPClient

  static func connect(port: Int) async throws -> HTTPClient {
    HTTPClient(connection: try await TCPClient.connect(port: port))
  }

  struct Response: Sendable {
    var status: Int
    /// By lower-case name.
    var headers: [String: String]
    var body: [UInt8]

    func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
      try WireCodec.decode(type, from: body)
    }

    /// The problem document, which every error has to be.
    func problem() throws -> Problem {
      guard headers["content-type"] == "application/problem+json" else {
        throw NotAProblem(status: status, text: String(decoding: body, as: UTF8.self))
      }
      return try decode(Problem.self)
    }
  }

  struct NotAProblem: Error {
    var status: Int
    var text: String
  }

  func request(
    _ method: String, _ target: String, token: String? = nil, headers: [String] = [],
    body: String? = nil
  ) async throws -> Response {
    var lines = ["\(method) \(target) HTTP/1.1", "Host: test"] + headers
    if let token { lines.append("Authorization: Bearer \(token)") }
    if let body { lines.append("Content-Length: \(body.utf8.count)") }
    return try await raw(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""), method)
  }

  func get(_ target: String, token: String? = nil) async throws -> Response {
    try await request("GET", target, token: token)
  }

  func post(
    _ target: String, _ body: String, token: String? = nil, key: String? = UUID().uuidString
  ) async throws -> Response {
    try await request(
      "POST", target, token: token, headers: key.map { ["Idempotency-Key: \($0)"] } ?? [],
      body: body)
  }

  /// Sends text and takes the one answer to it.
  func raw(_ text: String, _ method: String = "GET") async throws -> Response {
    try await connection.send(text)
    return try await response(to: method)
  }

  func response(to method: String = "GET") async throws -> Response {
    try await connection.take("an answer to \(method)") { bytes in
      guard let end = Self.endOfHead(bytes) else { return nil }
      let lines = String(decoding: bytes[..<(end - 4)], as: UTF8.self)
        .components(separatedBy: "\r\n")
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { continue }
        headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
      }
      let status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
      let length = method == "HEAD" ? 0 : Int(headers["content-length"] ?? "0") ?? 0
      guard bytes.count >= end + length else { return nil }
      let body = Array(bytes[end..<(end + length)])
      bytes.removeFirst(end + length)
      return Response(status: status, headers: headers, body: body)
    }
  }

  /// The index after the empty line that ends a head.
  static func endOfHead(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 0...(bytes.count - 4)
    where bytes[index..<(index + 4)].elementsEqual([13, 10, 13, 10]) {
      return index + 4
    }
    return nil
  }
}
