import Foundation

/// A new directory for one measurement, removed with everything in it when this value is.
final class WorkDirectory {
  let path: String

  /// Made inside `parent`, the system's temporary directory when nil. Durable figures are those of
  /// the disk that it is on.
  init(in parent: String?) throws {
    let parent = parent ?? FileManager.default.temporaryDirectory.path
    path = "\(parent)/gavel-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    SignalGuard.add(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    SignalGuard.remove(path)
  }
}
