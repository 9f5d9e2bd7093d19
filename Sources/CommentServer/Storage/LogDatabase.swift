import Foundation
import GRDB
import LiveComments

/// The file of the log: how its connections are set up, and what is read once.
enum LogDatabase {
  /// Connections that read. More than a few only compete for the processors.
  private static let readers = 4
  /// Pages (4 KiB) after which a commit also checkpoints: rare enough to spare the disk, often enough
  /// for a commit that does to stay short.
  private static let checkpointPages = 4_000

  static func file(in directory: URL) -> URL {
    directory.appendingPathComponent("comments.sqlite")
  }

  static func open(in directory: URL) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "gavel.log"
    configuration.maximumReaderCount = readers
    configuration.foreignKeysEnabled = false
    // Nobody else writes; another program that looks into the file may hold a lock for a moment.
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -16384")
    }
    let pool = try DatabasePool(
      path: file(in: directory).path, configuration: configuration)
    try pool.writeWithoutTransaction { database in
      // GRDB leaves NORMAL behind, which may lose the last commits with the power.
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA wal_autocheckpoint = \(checkpointPages);
          PRAGMA journal_size_limit = 67108864;
          """)
    }
    try LogSchema.migrate(pool)
    return pool
  }

  /// The epoch of the log: made at random with the log, and again when `startingNew`.
  static func epoch(in database: DatabasePool, startingNew: Bool) throws -> Epoch {
    try database.write { database in
      let stored = try String.fetchOne(database, sql: "SELECT epoch FROM incarnation")
      if let stored, !startingNew {
        guard let epoch = Epoch(rawValue: stored) else {
          throw LogCorruption("\(stored) is not an epoch")
        }
        return epoch
      }
      var generator = SystemRandomNumberGenerator()
      let epoch = Epoch(using: &generator)
      try database.execute(sql: "DELETE FROM incarnation")
      try database.execute(
        sql: "INSERT INTO incarnation (epoch) VALUES (?)", arguments: [epoch.rawValue])
      return epoch
    }
  }

  /// Writes as much as a batch of comments, and takes it back. Throws when the disk cannot.
  static func probe(_ database: Database) throws {
    try database.inTransaction(.immediate) {
      try database.execute(sql: "INSERT INTO probes (content) VALUES (zeroblob(131072))")
      return .commit
    }
    try database.inTransaction(.immediate) {
      try database.execute(sql: "DELETE FROM probes")
      return .commit
    }
  }
}
