public import Foundation
import GRDB
public import ServerCore

/// Verifies the audit chain of a log's files, also while a server is using them.
public enum AuditCheck {
  /// Throws when there is no log in `directory`, or when it cannot be read.
  public static func run(directory: URL) throws -> AuditReport {
    // Read before the snapshot is taken, so that the log cannot lie behind it.
    let head =
      AuditHeadFile.isDisputed(in: directory)
      ? AuditHeadFile.readDisputed(in: directory) : AuditHeadFile.read(in: directory)
    let path = LogDatabase.file(in: directory).path
    guard FileManager.default.fileExists(atPath: path) else {
      throw LogOpeningError.missing(path: path)
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    let database = try DatabaseQueue(path: path, configuration: configuration)
    return try database.read { database in
      var verifier = AuditVerifier(head: head, hash: AuditHashing.sha256)
      try AuditTable.forEach(in: database) { place, record, link in
        if let record {
          verifier.check(record, link)
        } else {
          verifier.checkUnreadable(place, link)
        }
      }
      var report = verifier.finish()
      // Records that were tampered with cannot vouch for anything else.
      if report.isIntact { report.findings = try AuditConsequences.findings(in: database) }
      return report
    }
  }

  /// The file that says that a server started on a log that did not agree with its head: the log
  /// stays suspect until somebody who has looked into it removes the file. Nil when there is none.
  public static func dispute(in directory: URL) -> URL? {
    AuditHeadFile.isDisputed(in: directory) ? AuditHeadFile.disputedURL(in: directory) : nil
  }
}
