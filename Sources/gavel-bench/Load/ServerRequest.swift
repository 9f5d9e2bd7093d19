import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One HTTP request to the server of a measurement, answered before it returns.
enum ServerRequest {
  /// The body of the answer to `GET path`. Throws when it is not 200.
  static func get(_ path: String, of server: SocketAddress, token: String? = nil) throws -> Data {
    #if canImport(Glibc)
      let streamType = Int32(SOCK_STREAM.rawValue)
    #else
      let streamType = SOCK_STREAM
    #endif
    let descriptor = socket(AF_INET, streamType, 0)
    guard descriptor >= 0 else { throw SystemError("socket") }
    defer { close(descriptor) }
    guard server.withSystemAddress({ connect(descriptor, $0, $1) }) == 0 else {
      throw SystemError("connect")
    }
    let lines =
      ["GET \(path) HTTP/1.1", "Host: \(server)", "Connection: close"]
      + (token.map { ["Authorization: Bearer \($0)"] } ?? []) + ["", ""]
    let request = Array(lines.joined(separator: "\r\n").utf8)
    guard send(descriptor, request, request.count, 0) == request.count else {
      throw SystemError("send")
    }
    var answer = Data()
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count >= 0 else { throw SystemError("recv") }
      if count == 0 { break }
      answer += chunk[..<count]
    }
    return try body(of: answer, path)
  }

  private static func body(of answer: Data, _ path: String) throws -> Data {
    guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else {
      throw LoadError("GET \(path): no answer")
    }
    let head = String(decoding: answer[..<end.lowerBound], as: UTF8.self)
    guard head.hasPrefix("HTTP/1.1 200") else {
      throw LoadError("GET \(path): \(head.prefix { $0 != "\r\n" })")
    }
    let rest = answer[end.upperBound...]
    guard head.lowercased().contains("transfer-encoding: chunked") else { return Data(rest) }
    return try joined(rest)
  }

  /// What chunks hold (RFC 9112 §7.1).
  private static func joined(_ chunks: Data) throws -> Data {
    var rest = chunks[...]
    var body = Data()
    while let end = rest.range(of: Data("\r\n".utf8)) {
      let line = String(decoding: rest[..<end.lowerBound], as: UTF8.self)
      guard let size = Int(line.prefix { $0.isHexDigit }, radix: 16) else { break }
      if size == 0 { return body }
      guard rest.endIndex - end.upperBound >= size + 2 else { break }
      body += rest[end.upperBound..<end.upperBound + size]
      rest = rest[(end.upperBound + size + 2)...]
    }
    throw LoadError("the answer was cut off")
  }
}
