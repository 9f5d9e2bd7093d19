import Foundation
import ServerCore

/// The head of the audit chain, kept outside the database: one line of a fixed length, written in
/// place after each commit that moderates.
///
/// A crash may leave it a few records behind, never ahead: what it names was durable before.
final class AuditHeadFile: Sendable {
  private let descriptor: Int32

  /// Opens the file, or makes it with `head`.
  init(directory: URL, head: AuditHead) throws {
    let path = Self.url(in: directory).path
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LogOpeningError.cannotWrite(path: path, errno: errno) }
    if Self.read(in: directory) == nil {
      // What stood there may be longer than a head.
      guard ftruncate(descriptor, 0) == 0 else {
        throw LogOpeningError.cannotWrite(path: path, errno: errno)
      }
      try write(head)
    }
  }

  deinit { close(descriptor) }

  func write(_ head: AuditHead) throws {
    let line = Array(head.text.utf8)
    guard pwrite(descriptor, line, line.count, 0) == line.count else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  /// Nil when there is none that can be read.
  static func read(in directory: URL) -> AuditHead? { read(url(in: directory)) }

  /// Whether a log was found not to agree with its head when it was opened, or to have none.
  static func isDisputed(in directory: URL) -> Bool {
    FileManager.default.fileExists(atPath: disputedURL(in: directory).path)
  }

  /// The head that a log was found not to agree with; nil when there was none that could be read.
  static func readDisputed(in directory: URL) -> AuditHead? { read(disputedURL(in: directory)) }

  /// Puts the head aside, as evidence, so that the log can go on with one of its own; without one, a
  /// note that it was missing. The first evidence stays.
  static func dispute(in directory: URL) throws {
    let manager = FileManager.default
    let kept = url(in: directory)
    let isThere = manager.fileExists(atPath: kept.path)
    switch (isThere, isDisputed(in: directory)) {
    case (true, true): try manager.removeItem(at: kept)
    case (true, false): try manager.moveItem(at: kept, to: disputedURL(in: directory))
    case (false, true): break
    case (false, false):
      try Data("no head was kept\n".utf8).write(to: disputedURL(in: directory))
    }
  }

  private static func read(_ url: URL) -> AuditHead? {
    (try? String(contentsOf: url, encoding: .utf8)).flatMap(AuditHead.init(text:))
  }

  private static func url(in directory: URL) -> URL {
    directory.appendingPathComponent("audit.head")
  }

  static func disputedURL(in directory: URL) -> URL {
    directory.appendingPathComponent("audit.head.disputed")
  }
}
