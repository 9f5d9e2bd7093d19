import Foundation
import LiveComments
import ServerCore
import TestSupport
import Testing

@testable import CommentServer

@Suite("Admission of those who catch up")
struct CatchUpAdmissionTests {
  private func milliseconds(_ verdict: CatchUpAdmission.Verdict) -> Int? {
    guard case .comeBack(let milliseconds) = verdict else { return nil }
    return milliseconds
  }

  @Test("a storm is let in at the rate, and everybody else gets a slot of their own")
  func storm() {
    var admission = CatchUpAdmission(perSecond: 100, spread: .seconds(30))
    let now = Instant(milliseconds: 50_000)
    let verdicts = (0..<1_000).map { _ in admission.admit(at: now) }
    #expect(verdicts.prefix(25).allSatisfy { $0 == .admitted })
    let slots = verdicts.dropFirst(25).compactMap(milliseconds)
    #expect(slots.count == 975)
    #expect(slots.first == 250)
    #expect(slots.last == 250 + 974 * 10)
    #expect(Set(slots).count == 975)
  }

  @Test("those who come at their slots are let in")
  func returning() {
    var admission = CatchUpAdmission(perSecond: 100, spread: .seconds(30))
    let start = Instant(milliseconds: 50_000)
    let slots = (0..<500).compactMap { _ in milliseconds(admission.admit(at: start)) }
    for slot in slots {
      #expect(admission.admit(at: start + .milliseconds(slot)) == .admitted)
    }
  }

  @Test("no slot lies beyond the spread, however many come")
  func bounded() {
    var admission = CatchUpAdmission(perSecond: 10, spread: .seconds(2))
    let now = Instant(milliseconds: 1)
    let slots = (0..<10_000).compactMap { _ in milliseconds(admission.admit(at: now)) }
    #expect(slots.allSatisfy { (250...2_000).contains($0) })
  }

  @Test("one that comes alone is let in, and another after the interval")
  func alone() {
    var admission = CatchUpAdmission(perSecond: 1, spread: .seconds(30))
    #expect(admission.admit(at: Instant(milliseconds: 5_000)) == .admitted)
    #expect(admission.admit(at: Instant(milliseconds: 5_500)) != .admitted)
    #expect(admission.admit(at: Instant(milliseconds: 6_000)) == .admitted)
  }

  @Test("a hello that needs no catch-up passes; of the others the rest is told when to come")
  func gateway() async throws {
    // About one an hour and event loop.
    try await ServerFixture.run(connections: ConnectionLimits(catchUpsPerSecond: 0.000_3)) {
      server in
      for number in 1...3 { try await server.append("\(number)") }
      let (_, welcome) = try await server.join()
      func resume(_ seq: Seq) -> ClientFrame {
        .hello(
          ClientFrame.Hello(
            token: nil,
            resume: ResumePoint(epoch: welcome.epoch, lastSeenSeq: seq, lastModSeq: 0)))
      }
      var admitted = 0
      var putOff = 0
      let connections = ProcessInfo.processInfo.activeProcessorCount * 2 + 2
      for _ in 0..<connections {
        let socket = try await server.socket()
        try await socket.send(resume(1))
        let after: Int = try await socket.first("welcome or reconnect") { frame in
          switch frame {
          case .welcome: 0
          case .reconnect(let milliseconds): milliseconds
          default: nil
          }
        }
        if after > 0 {
          putOff += 1
          #expect((250...30_000).contains(after))
          #expect(try await socket.closeCode() == CloseCode.drain.rawValue)
        } else {
          admitted += 1
          #expect(try await socket.batch().comments.map(\.seq) == [2, 3])
        }
      }
      #expect(admitted >= 1)
      #expect(putOff >= 1)
      #expect(admitted + putOff == connections)
      let upToDate = try await server.socket()
      try await upToDate.send(resume(3))
      #expect(try await upToDate.welcome().resume == .inline)
      #expect(try await server.join().1.resume == .fresh)
      try await eventually("both are counted") {
        let text = String(
          decoding: try await server.http().get("/metrics").body, as: UTF8.self)
        return text.contains("gavel_joins_put_off_total{stream=\"launch\"} \(putOff)\n")
          && text.contains("gavel_joins_total{stream=\"launch\"} \(admitted + 3)\n")
          && text.contains("gavel_reconnects_total{stream=\"launch\"} 0\n")
      }
    }
  }
}
