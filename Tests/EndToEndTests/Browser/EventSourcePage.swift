import Foundation
import LiveComments
import Synchronization
import TestSupport

/// A web page that follows a stream with the browser's own `EventSource`, and reports what it sees.
final class EventSourcePage: Sendable {
  /// What the page has seen.
  enum Sight: Sendable {
    case opened
    case event(id: String, frame: ServerFrame)
    /// The connection ended or was refused. A browser that gives up never comes back.
    case failed(givesUp: Bool)
  }

  private let server: CannedServer
  private let reports: Reports

  static func start() async throws -> EventSourcePage {
    let reports = Reports()
    return EventSourcePage(
      try await CannedServer.start { reports.answer(to: $0) }, reports)
  }

  private init(_ server: CannedServer, _ reports: Reports) {
    self.server = server
    self.reports = reports
  }

  func stop() async throws { try await server.stop() }

  var origin: String { "http://127.0.0.1:\(server.port)" }

  /// Where the page is that follows these events.
  func url(following events: String) -> String { "\(origin)/?\(events)" }

  /// Everything that the page has seen, in its order; nothing behind a report that is not here yet.
  func sights() throws -> [Sight] { try reports.inOrder.map { try $0.sight } }

  private static let document = """
    <!doctype html>
    <meta charset="utf-8">
    <title>A stream</title>
    <script>
      let count = 0;
      function report(sight) {
        const text = JSON.stringify({ number: count++, ...sight });
        fetch("/report?" + encodeURIComponent(text), { cache: "no-store" });
      }
      const source = new EventSource(location.search.slice(1));
      source.onopen = () => report({});
      source.onmessage = event => report({ id: event.lastEventId, data: event.data });
      source.onerror = () => report({ state: source.readyState });
    </script>
    """

  private struct Report: Decodable, Sendable {
    let number: Int
    let id: String?
    let data: String?
    let state: Int?

    var sight: Sight {
      get throws {
        if let data {
          .event(id: id ?? "", frame: try WireCodec.decode(ServerFrame.self, from: data.utf8))
        } else if let state {
          // EventSource.CLOSED
          .failed(givesUp: state == 2)
        } else {
          .opened
        }
      }
    }
  }

  private final class Reports: Sendable {
    /// By their numbers: a browser may send several at once, in any order.
    private let received = Mutex<[Int: Report]>([:])

    var inOrder: [Report] {
      received.withLock { received in
        (0..<received.count).map { received[$0] }.prefix { $0 != nil }.compactMap(\.self)
      }
    }

    /// - Parameter request: the first line of it.
    func answer(to request: String) -> CannedServer.Answer {
      let target = request.split(separator: " ").dropFirst().first ?? ""
      if target.hasPrefix("/?") {
        return CannedServer.Answer(
          "200 OK", "text/html", Array(EventSourcePage.document.utf8))
      }
      guard target.hasPrefix("/report?"),
        let text = target.dropFirst("/report?".count).removingPercentEncoding,
        let report = try? JSONDecoder().decode(Report.self, from: Data(text.utf8))
      else { return CannedServer.Answer("404 Not Found", "text/plain", []) }
      received.withLock { $0[report.number] = report }
      return CannedServer.Answer("200 OK", "text/plain", [])
    }
  }
}
