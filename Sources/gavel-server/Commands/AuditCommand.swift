import ArgumentParser
import CommentServer
import Foundation
import ServerCore

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Checks the audit log.", subcommands: [Verify.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Finds records that were edited, removed, reordered or cut off.",
      discussion: """
        Exit code 0 when the log is intact, 1 when it is not or cannot be read. A server may be \
        using the log meanwhile.
        """)

    @Option(help: "The directory of the database.", completion: .directory)
    var data = ServeCommand.defaultData

    func run() throws {
      do {
        let report = try AuditCheck.run(
          directory: URL(filePath: data, directoryHint: .isDirectory))
        for finding in report.findings { print(finding) }
        guard report.isIntact else {
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
