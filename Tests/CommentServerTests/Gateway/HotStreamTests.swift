import Foundation
import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("A stream that becomes hot")
struct HotStreamTests {
  /// Five comments a second are a goal here, and it is over after a second.
  private static let table: DegradationTable = {
    var table = DegradationTable.calm
    table.hot.trigger = LoadTrigger(commentsPerSecond: 5)
    table.hysteresis = .seconds(1)
    return table
  }()

  /// A connection that the test reads later is not taken for dead.
  private static let patient = ConnectionLimits(heartbeat: .seconds(300))

  /// Posts as a bridge does, which no slow mode stops, until it is cancelled.
  private func crowd(_ server: ServerFixture) -> Task<Void, any Error> {
    Task {
      var number = 0
      while !Task.isCancelled {
        number += 1
        try await server.append("goal \(number)", by: .sample("bridge", .service))
        try? await Task.sleep(for: .milliseconds(5))
      }
    }
  }

  /// What one connection has been sent.
  private struct Reading {
    let socket: WebSocketClient
    var comments: [Comment] = []
    var sampledOut = 0
    var position = Seq.zero
    var status: ServerFrame.Status?
    var levels: [Level] = []

    init(_ socket: WebSocketClient) { self.socket = socket }

    /// Reads on until `isDone`; every batch must follow the one before.
    mutating func read(_ what: String, until isDone: (Reading) -> Bool) async throws {
      while !isDone(self) {
        guard case .frame(let frame) = try await socket.next(what) else { continue }
        switch frame {
        case .comments(let batch):
          let covered = position
          #expect(batch.after == covered)
          position = batch.upto
          comments += batch.comments
          sampledOut += batch.sampledOut ?? 0
        case .status(let status):
          self.status = status
          if levels.last != status.level { levels.append(status.level) }
        default: break
        }
      }
    }
  }

  private func history(_ server: ServerFixture) async throws -> [Comment] {
    var comments: [Comment] = []
    while true {
      let after = comments.last?.seq ?? .zero
      let page: CommentPage = try await server.http()
        .get("/streams/launch/comments?after=\(after)&limit=1000").decode()
      comments += page.comments
      if page.upto == page.latestSeq { return comments }
    }
  }

  @Test("viewers get the sample, moderators and the history everything, and then it is over")
  func goal() async throws {
    try await ServerFixture.run(connections: Self.patient, degradation: Self.table) {
      server in
      let (socket, _) = try await server.join()
      var viewer = Reading(socket)
      var moderator = Reading(try await server.join(token: try server.token("mo", .moderator)).0)
      let crowd = crowd(server)
      try await viewer.read("the stream is hot") { $0.status?.level == .hot }
      #expect(viewer.status?.slowModeSeconds == 5)
      #expect(viewer.status?.reason?.hasSuffix("comments/s (over 5)") == true)
      try await viewer.read("comments are left out") { $0.sampledOut > 40 }

      let token = try server.token("ada")
      let accepted = try await server.http().post(
        "/streams/launch/comments", #"{"content":"1"}"#, token: token)
      #expect(accepted.status == 201)
      let refusal = try await server.http().post(
        "/streams/launch/comments", #"{"content":"2"}"#, token: token)
      #expect(refusal.status == 429)
      let wait = refusal.headers["retry-after"].flatMap { Int($0) } ?? 0
      #expect((1...5).contains(wait))
      #expect(String(decoding: refusal.body, as: UTF8.self).contains("slow_mode"))

      crowd.cancel()
      _ = await crowd.result
      try await viewer.read("the stream is calm") { $0.status?.level == .normal }
      let last = try await server.append("the end")
      try await viewer.read("the end") { $0.position >= last.seq }
      try await moderator.read("the end") { $0.position >= last.seq }

      let history = try await history(server)
      #expect(moderator.comments.map(\.commentID) == history.map(\.commentID))
      #expect(moderator.sampledOut == 0)
      #expect(viewer.comments.count + viewer.sampledOut == history.count)
      let received = Set(viewer.comments.map(\.commentID))
      let missing = history.filter { !received.contains($0.commentID) }
      #expect(missing.count == viewer.sampledOut)
      #expect(!missing.contains { Sampling(ratio: 5).keeps($0) })
      #expect(viewer.levels == [.hot, .normal] || viewer.levels == [.normal, .hot, .normal])
      try await expectAudit(server)
    }
  }

  /// Both changes are automated events, with a reason that moderators read and viewers do not.
  private func expectAudit(_ server: ServerFixture) async throws {
    let path = "/streams/launch/moderation?after=0"
    let forModerators: EventPage = try await server.http().get(
      path, token: try server.token("mo", .moderator)
    ).decode()
    #expect(forModerators.events.map(\.level) == [.fixed(.hot), .fixed(.normal)])
    #expect(forModerators.events.allSatisfy { $0.actorKind == .automated && $0.reason != nil })
    let forViewers: EventPage = try await server.http().get(path).decode()
    #expect(forViewers.events.map(\.level) == [.fixed(.hot), .fixed(.normal)])
    #expect(forViewers.events.allSatisfy { $0.actorKind == nil && $0.reason == nil })
  }

  @Test("a moderator's normal lets everything through, and auto gives it back to the load")
  func overridden() async throws {
    try await ServerFixture.run(connections: Self.patient, degradation: Self.table) {
      server in
      let (socket, _) = try await server.join()
      var viewer = Reading(socket)
      let (moderator, _) = try await server.join(token: try server.token("mo", .moderator))
      let crowd = crowd(server)
      defer { crowd.cancel() }
      try await viewer.read("the stream is hot") { $0.status?.level == .hot }
      try await moderator.send(
        .moderate(key: "n", ModerationRequest(action: .setLevel, level: .fixed(.normal))))
      try await viewer.read("it is normal") { $0.status?.level == .normal }
      #expect(viewer.status?.reason == "set by a moderator")
      #expect(viewer.status?.slowModeSeconds == 0)
      let (before, count) = (viewer.sampledOut, viewer.comments.count)
      try await viewer.read("everything") { $0.comments.count > count + 30 }
      #expect(viewer.sampledOut == before)
      try await moderator.send(
        .moderate(key: "a", ModerationRequest(action: .setLevel, level: .auto)))
      try await viewer.read("it is hot again") { $0.status?.level == .hot }
      try await viewer.read("comments are left out again") { $0.sampledOut > before + 10 }
    }
  }

  @Test("a level that was on before a restart goes when nothing calls for it, with nobody watching")
  func resumed() async throws {
    let directory = try TemporaryDirectory()
    try await ServerFixture.run(directory: directory, degradation: Self.table) { server in
      try await server.append("hi")
      server.log.note(LevelChange(streamID: .launch, level: .hot, reason: "a goal"))
      try await eventually("it is stored") {
        try await server.log.summary(of: .launch).controls.automaticLevel == .hot
      }
    }
    try await ServerFixture.run(directory: directory, degradation: Self.table) { server in
      try await eventually("it is over") {
        try await server.log.summary(of: .launch).controls.automaticLevel == .normal
      }
    }
  }
}
