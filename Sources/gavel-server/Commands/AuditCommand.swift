import ArgumentParser
import CommentServer
import Foundation
import ServerCore

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Checks the audit log.", subcommands: [Verify.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: """
        Finds records that were edited, removed, reordered or cut off, and states that they contradict.
        """,
      discussion: """
        Exit code 0 when the log is intact, 1 when it is not or cannot be read. A server may be \
        using the log meanwhile.

        A server that starts on a log that does not agree with the head kept outside it, or finds no \
        head, goes on, and leaves audit.head.disputed behind: the log stays suspect until you have \
        looked into it and remove that file.
        """)

    @Option(help: "The directory of the database.", completion: .directory)
    var data = ServeCommand.defaultData

    func run() throws {
      do {
        let directory = URL(filePath: data, directoryHint: .isDirectory)
        let report = try AuditCheck.run(directory: directory)
        for finding in report.findings { print(finding) }
        guard report.isIntact else {
          if let file = AuditCheck.dispute(in: directory) {
            print(
              "a server found so when it started; to accept the log as it is, remove \(file.path)")
          }
          throw Failure("the audit log of \(report.records) records is not intact")
        }
        print("\(report.records) records, intact")
        if report.beyondHead > 0 {
          print("\(report.beyondHead) of them were written after the head was last kept")
        }
      } catch {
        try Failure.report(error)
      }
    }
  }
}
