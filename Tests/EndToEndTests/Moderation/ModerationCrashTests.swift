import ClientTransport
import CommentServer
import Foundation
import LiveComments
import ServerCore
import TestSupport
import Testing

/// Deletes and restores comments over HTTP, several requests at a time, and remembers the answers.
private actor Moderator {
  private(set) var acknowledged: [ModerationEvent] = []
  /// What was sent and not answered: it is sent again after the crash.
  private(set) var open: [(key: String, request: ModerationRequest)] = []

  /// Runs until the server no longer answers. `enough` is called after so many answers.
  func run(
    _ http: StreamHTTP, on comments: [LiveComments.Comment], round: Int, until count: Int,
    enough: @escaping @Sendable () -> Void
  ) async {
    await withTaskGroup(of: Void.self) { group in
      for lane in 0..<4 {
        group.addTask {
          for (number, comment) in comments.enumerated() where number % 4 == lane {
            for (step, action) in [ModerationAction.delete, .restore, .delete].enumerated() {
              let request = ModerationRequest(
                action: action, commentIDs: [comment.commentID], reason: "round \(round)")
              let key = "\(round)-\(number)-\(step)"
              guard let event = try? await http.moderate(request, key: key) else {
                return await self.leave(request, key)
              }
              if await self.take(event) == count { enough() }
            }
          }
        }
      }
    }
  }

  private func take(_ event: ModerationEvent) -> Int {
    acknowledged.append(event)
    return acknowledged.count
  }

  private func leave(_ request: ModerationRequest, _ key: String) {
    open.append((key, request))
  }
}

@Suite(.serialized) struct ModerationCrashTests {
  @Test("20 kills in the middle of moderation lose no decision, no audit record, and no retraction")
  func kills() async throws {
    let server = try ServerProgram()
    let token = try await server.token("mo", .moderator)
    let seed = UInt64.random(in: .min ... .max)
    var generator = SeededGenerator(seed: seed)
    var acknowledged: [ModerationEvent] = []
    var open: [(key: String, request: ModerationRequest)] = []
    for round in 0..<20 {
      try await server.start()
      let http = try StreamHTTP(url: try server.url(), token: token)
      try await expect(http, holds: acknowledged, seed: seed)
      for (key, request) in open {
        acknowledged.append(try await http.moderate(request, key: key))
      }
      var comments: [LiveComments.Comment] = []
      for number in 0..<12 {
        comments.append(
          try await http.post(PostRequest(content: "\(round)-\(number)"), key: "\(round)-\(number)")
        )
      }
      let moderator = Moderator()
      let program = try #require(server.program)
      await moderator.run(
        http, on: comments, round: round, until: Int.random(in: 1...30, using: &generator)
      ) { program.signal(SIGKILL) }
      _ = try await program.end()
      let audit = try AuditCheck.run(directory: URL(filePath: server.directory.path("data")))
      #expect(audit.isIntact, "after kill \(round): \(audit.findings), seed \(seed)")
      acknowledged += await moderator.acknowledged
      open = await moderator.open
    }
    try await server.start()
    let http = try StreamHTTP(url: try server.url(), token: token)
    for (key, request) in open {
      acknowledged.append(try await http.moderate(request, key: key))
    }
    try await expect(http, holds: acknowledged, seed: seed)
    #expect(try await server.drain() == 0)
    let report = try AuditCheck.run(directory: URL(filePath: server.directory.path("data")))
    #expect(report.isIntact, "\(report.findings), seed \(seed)")
    // Asking again under the same key after a crash decided nothing twice.
    #expect(report.records == Int64(acknowledged.count), "seed \(seed)")
  }

  /// Every decision that was acknowledged is in the log, and viewers are served nothing that the
  /// latest decision retracted.
  private func expect(
    _ http: StreamHTTP, holds acknowledged: [ModerationEvent], seed: UInt64
  ) async throws {
    var events: [ModSeq: ModerationEvent] = [:]
    var after = ModSeq.zero
    while true {
      let page = try await http.events(after: after)
      for event in page.events {
        #expect(events[event.modSeq] == nil, "mod_seq \(event.modSeq) twice, seed \(seed)")
        events[event.modSeq] = event
      }
      if page.upto == page.latestModSeq { break }
      after = page.upto
    }
    for event in acknowledged {
      let stored = events[event.modSeq]
      #expect(
        stored?.moderationID == event.moderationID && stored?.reason == event.reason
          && stored?.targets == event.targets, "seed \(seed)")
    }
    var retracted: Set<CommentID> = []
    for event in events.values.sorted(by: { $0.modSeq < $1.modSeq }) {
      for target in event.targets ?? [] {
        if target.state == .deleted {
          retracted.insert(target.commentID)
        } else {
          retracted.remove(target.commentID)
        }
      }
    }
    try await StreamHTTP(url: http.url, token: nil).readAll { page in
      for comment in page.comments {
        #expect(!retracted.contains(comment.commentID), "\(comment.content), seed \(seed)")
      }
    }
  }
}
