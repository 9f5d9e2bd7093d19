import Foundation

/// The data directory of a demo: private, and gone when the demo is.
///
/// A process that is killed outright cannot tidy up: the next demo removes what it left. A lock
/// that ends with its process tells the dead ones from those that still run.
final class DemoDirectory: Sendable {
  let url: URL
  private let lock: Int32

  private static let prefix = "gavel-demo-"
  private static let lockName = "in-use"

  /// Throws `Complaint` when there is no place for temporary files.
  init() throws(Complaint) {
    let parent = FileManager.default.temporaryDirectory
    Self.removeAbandoned(in: parent)
    var template = Array((parent.path + "/" + Self.prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Complaint("no temporary directory can be made in \(parent.path): \(Self.reason())")
    }
    let path = template.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { String(cString: $0) } ?? ""
    }
    url = URL(fileURLWithPath: path, isDirectory: true)
    lock = open(path + "/" + Self.lockName, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw Complaint("\(path) cannot be locked: \(Self.reason())")
    }
  }

  /// Removes the directory; again while something is still being written into it.
  func remove() {
    for _ in 0..<5 {
      try? FileManager.default.removeItem(at: url)
      if !FileManager.default.fileExists(atPath: url.path) { return }
    }
  }

  private static func removeAbandoned(in parent: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let directory = parent.appendingPathComponent(name, isDirectory: true)
      // A link, or another user's directory, is not ours to remove.
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: directory.path),
        attributes[.type] as? FileAttributeType == .typeDirectory,
        (attributes[.ownerAccountID] as? NSNumber)?.uint32Value == getuid()
      else { continue }
      let lock = open(directory.appendingPathComponent(lockName).path, O_RDWR | O_CLOEXEC)
      guard lock >= 0 else { continue }
      if flock(lock, LOCK_EX | LOCK_NB) == 0 {
        try? FileManager.default.removeItem(at: directory)
      }
      close(lock)
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
