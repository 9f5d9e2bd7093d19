import ClientTransport
import LiveComments
import TerminalUI

extension Configuration {
  /// Where a stream is, and which token is meant for its server.
  struct Address: Sendable, Hashable {
    let url: StreamURL
    let tokenFile: String?
  }

  /// Why a text leads to no stream, and what to write.
  struct NoAddress: Error, Hashable {
    let reason: String
    let advice: String?
  }

  /// Finds the stream that a person named: by its URL, by the short name of a stream (`finals`), or
  /// by that of a server and the stream's id (`home/finals`).
  ///
  /// A token is meant only for servers that the configuration names: a URL from elsewhere must not
  /// be able to fetch it.
  func address(of text: String) throws(NoAddress) -> Address {
    // No name has a colon: what has one was meant for a URL.
    if text.contains(":") {
      do throws(InvalidStreamURL) {
        let url = try StreamURL(text)
        return Address(url: url, tokenFile: tokenFile(for: url))
      } catch {
        throw NoAddress(reason: error.description, advice: nil)
      }
    }
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let server = servers[name] else { throw missing(name) }
    let url: StreamURL
    switch (server.place, parts.count) {
    case (.stream(let stream), 1): url = stream
    case (.server, 1):
      throw NoAddress(
        reason: "\(name) is a server: name a stream of it", advice: "write \(name)/STREAM")
    default:
      guard let id = StreamID(rawValue: String(parts[1])) else {
        throw NoAddress(
          reason: "a stream's id is 1 to 64 lower-case letters, digits, - and _",
          advice: "write \(name)/STREAM")
      }
      url = server.place.url(of: id)
    }
    return Address(url: url, tokenFile: server.tokenFile ?? tokenFile)
  }

  private func tokenFile(for url: StreamURL) -> String? {
    let entries = servers.sorted { $0.key < $1.key }.map(\.value).filter {
      $0.place.isServer(of: url)
    }
    let exact = entries.first { $0.place == .stream(url) } ?? entries.first { $0.tokenFile != nil }
    return entries.isEmpty ? nil : exact?.tokenFile ?? tokenFile
  }

  private func missing(_ name: String) -> NoAddress {
    guard !servers.isEmpty else {
      return NoAddress(
        reason: "\(name) is no URL, and the configuration names no servers",
        advice: "write http(s)://HOST:PORT/streams/ID; `gavel config example` shows how to name one"
      )
    }
    let names = servers.keys.sorted()
    let hint =
      NearestName.of(name, among: names).map { "did you mean \($0)?" }
      ?? "there are \(names.joined(separator: ", "))"
    return NoAddress(
      reason: "\(name) is no URL, and no server of the configuration", advice: hint)
  }
}
