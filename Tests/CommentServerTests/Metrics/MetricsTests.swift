import Foundation
import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("Metrics")
struct MetricsTests {
  @Test("a delay is counted in the first bucket that holds it, and buckets are cumulative")
  func histogram() {
    var delays = DelayHistogram()
    for delay: Int64 in [0, 1_000, 1_001, 60_000_000] { delays.observe(microseconds: delay) }
    var text = PrometheusText()
    text.histogram("d_seconds", stream: "launch", delays)
    let lines = text.text.split(separator: "\n")
    #expect(lines.contains(#"d_seconds_bucket{stream="launch",le="0.001"} 2"#))
    #expect(lines.contains(#"d_seconds_bucket{stream="launch",le="0.0025"} 3"#))
    #expect(lines.contains(#"d_seconds_bucket{stream="launch",le="10.0"} 3"#))
    #expect(lines.contains(#"d_seconds_bucket{stream="launch",le="+Inf"} 4"#))
    #expect(lines.contains(#"d_seconds_count{stream="launch"} 4"#))
    #expect(lines.contains(#"d_seconds_sum{stream="launch"} 60.002001"#))
  }

  @Test("a scrape counts what was published, seen and moderated, and each family is said once")
  func scrape() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join()
      let comment = try await server.append("hi")
      _ = try await socket.batch()
      let unwatched = try await server.http().post(
        "/streams/quiet/comments", #"{"content":"hi"}"#, token: try server.token("ada"))
      #expect(unwatched.status == 201)
      let answer = try await server.http().post(
        "/streams/launch/moderation",
        #"{"action":"delete","comment_ids":["\#(comment.commentID)"]}"#,
        token: try server.token("mo", .moderator))
      #expect(answer.status == 201)
      _ = try await socket.moderation()
      let expected = [
        #"gavel_comments_published_total{stream="launch"} 1"#,
        #"gavel_moderation_events_total{stream="launch"} 1"#,
        #"gavel_publish_delay_seconds_count{stream="launch"} 1"#,
        #"gavel_visible_delay_seconds_count{stream="launch"} 1"#,
        #"gavel_moderation_delay_seconds_count{stream="launch"} 1"#,
        #"gavel_level{stream="launch"} 0"#, #"gavel_viewers{stream="launch"} 1"#,
        "gavel_connections 1", "gavel_server_comments_published_total 2",
        "gavel_server_moderation_events_total 1", "gavel_server_publish_delay_seconds_count 2",
        "gavel_server_visible_delay_seconds_count 1",
      ]
      let text = try await eventually("the loops have reported") { () -> String? in
        let answer = try await server.http().get("/metrics")
        #expect(answer.headers["content-type"] == PrometheusText.contentType)
        let text = String(decoding: answer.body, as: UTF8.self)
        let lines = Set(text.split(separator: "\n").map(String.init))
        return lines.isSuperset(of: expected) ? text : nil
      }
      let families = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
      #expect(Set(families).count == families.count)
      func figure(_ name: String) -> Double? {
        text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
          .flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
      }
      let open = try #require(figure("process_open_fds"))
      #expect(try #require(figure("process_max_fds")) >= open)
      let started = try #require(figure("process_start_time_seconds"))
      #expect(
        (Date.now.timeIntervalSince1970 - 86_400...Date.now.timeIntervalSince1970 + 5).contains(
          started))
      #expect(try #require(figure("process_cpu_seconds_total")) > 0)
    }
  }

  @Test("a client that claims more than there is has not been in time")
  func seen() async throws {
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join()
      try await server.append("one")
      _ = try await socket.batch()
      try await socket.send(.seen(lastSeenSeq: 99, lastModSeq: 0))
      try await socket.send(.seen(lastSeenSeq: 1, lastModSeq: 0))
      try await eventually("the loop has reported") {
        try await server.append("more")
        let text = String(
          decoding: try await server.http().get("/metrics").body, as: UTF8.self)
        guard text.contains(#"gavel_seen_total{stream="launch"} 2"#) else { return false }
        #expect(text.contains(#"gavel_seen_in_target_total{stream="launch"} 1"#))
        return true
      }
    }
  }

  @Test("where reading takes a token, so do the metrics; any will do")
  func token() async throws {
    try await ServerFixture.run(allowsAnonymousReading: false) { server in
      let refused = try await server.http().get("/metrics")
      #expect(refused.status == 401)
      #expect(try refused.problem().code == .tokenMissing)
      #expect(refused.headers["www-authenticate"] == "Bearer")
      let answer = try await server.http().get("/metrics", token: try server.token("ada"))
      #expect(answer.status == 200)
    }
  }

  @Test(
    "dashboards and alert rules are JSON, and ask only for metrics that a scrape has",
    arguments: [Dashboards.grafana(), Dashboards.alerts()])
  func dashboards(text: String) async throws {
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
    try await ServerFixture.run { server in
      let (socket, _) = try await server.join()
      try await server.append("hi")
      _ = try await socket.batch()
      let scrape = String(
        decoding: try await server.http().get("/metrics").body, as: UTF8.self)
      let known = Set(
        scrape.split(separator: "\n").filter { !$0.hasPrefix("#") }
          .compactMap { $0.prefix { $0 != "{" && $0 != " " } }.map(String.init))
      let asked = text.matches(of: /(?:gavel|process)_[a-z_]+/).map { String($0.output) }
      #expect(asked.count > 3)
      for name in Set(asked) { #expect(known.contains(name), "\(name)") }
    }
  }
}
