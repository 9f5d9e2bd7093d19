import ClientTransport
import CommentServer
import Foundation
import LiveComments
import ServerCore
import TestSupport
import Testing

@Suite(.serialized) struct RestoreCrashTests {
  private static let comments = 2_000

  @Test("a server that is killed while it takes a purge back goes on when it starts again")
  func kills() async throws {
    let server = try ServerProgram()
    let token = try await server.token("mo", .moderator)
    let data = URL(filePath: server.directory.path("data"))
    try await server.start()
    try await post(Self.comments, to: server)
    var wasHalfDone = false
    for round in 0..<4 {
      var http = try StreamHTTP(url: try server.url(), token: token)
      let purge = try await http.moderate(
        ModerationRequest(action: .purgeUser, userID: "ada"), key: "purge-\(round)")
      let request = ModerationRequest(
        action: .restore, moderationID: purge.moderationID, reason: "round \(round)")
      let answer = try await http.moderate(request, key: "restore-\(round)")
      try await server.kill()
      let atKill = try AuditCheck.run(directory: data)
      #expect(atKill.isIntact, "after kill \(round): \(atKill.findings)")

      try await server.start()
      http = try StreamHTTP(url: try server.url(), token: token)
      let again = try await http.moderate(request, key: "restore-\(round)")
      #expect(again.modSeq == answer.modSeq && again.targets == answer.targets)
      let reader = http
      try await eventually("everything is back") {
        try await reader.userCard("ada").counts == ["VISIBLE": Self.comments]
      }
      let report = try AuditCheck.run(directory: data)
      #expect(report.isIntact, "after restore \(round): \(report.findings)")
      wasHalfDone = wasHalfDone || report.records > atKill.records
      try await expectEachOnce(http, after: purge.modSeq)
    }
    #expect(wasHalfDone, "no kill came before the end")
    #expect(try await server.history().count == Self.comments)
    #expect(try await server.drain() == 0)
  }

  private func post(_ count: Int, to server: ServerProgram) async throws {
    let http = try StreamHTTP(url: try server.url(), token: try await server.token("ada"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<16 {
        group.addTask {
          for number in stride(from: lane, to: count, by: 16) {
            _ = try await http.post(PostRequest(content: "\(number)"), key: "\(number)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  /// The events since the purge bring each comment back once, in order.
  private func expectEachOnce(_ http: StreamHTTP, after purge: ModSeq) async throws {
    var restored: [Seq] = []
    var after = purge
    while true {
      let page = try await http.events(after: after)
      #expect(page.events.allSatisfy { $0.action == .restore && $0.actor == "mo" })
      restored += page.events.flatMap { ($0.targets ?? []).map(\.seq) }
      if page.upto == page.latestModSeq { break }
      after = page.upto
    }
    #expect(restored.count == Self.comments && restored == restored.sorted())
    #expect(Set(restored).count == restored.count)
  }
}
