import Foundation
import GRDB
import Logging
import ServerCore

extension SQLiteCommentLog {
  /// Opens the file with the audit chain's head. One that the log does not agree with, or that cannot
  /// be read, is put aside for `AuditCheck`: the log may have been cut off or rewritten, and goes on
  /// all the same.
  static func openAuditHead(
    of database: DatabasePool, in directory: URL, logger: Logger
  ) throws -> AuditHeadFile {
    let kept = AuditHeadFile.read(in: directory)
    let (head, agrees) = try database.read { database in
      let agrees =
        try kept.map { try AuditTable.agrees(with: $0, in: database) }
        ?? !AuditTable.hasHistory(in: database)
      return (try AuditTable.head(in: database), agrees)
    }
    if !agrees {
      logger.critical(
        "the audit log does not agree with its head: run gavel-server audit verify",
        metadata: ["kept": "\(kept?.index.description ?? "none")", "found": "\(head.index)"])
      try AuditHeadFile.dispute(in: directory)
    }
    return try AuditHeadFile(directory: directory, head: head)
  }

  func keep(_ head: AuditHead) {
    do {
      try auditHead.write(head)
    } catch {
      logger.error("the head of the audit log cannot be kept", metadata: ["error": "\(error)"])
    }
  }
}
