import Foundation
import Synchronization

/// Holds a data directory for one process: the log must have only one writer.
final class DirectoryLock: Sendable {
  private let descriptor: Mutex<Int32?>

  /// Throws when another process holds the directory, or when it cannot be written to.
  init(directory: URL) throws {
    let path = directory.appendingPathComponent("lock").path
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LogOpeningError.cannotWrite(path: path, errno: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw LogOpeningError.inUse(directory: directory.path)
    }
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// Lets the next process have the directory. Once released, it stays so.
  func release() {
    descriptor.withLock { descriptor in
      if let open = descriptor { close(open) }
      descriptor = nil
    }
  }
}

/// Why a log cannot be opened, in words for the operator.
public enum LogOpeningError: Error, CustomStringConvertible {
  case inUse(directory: String)
  case cannotWrite(path: String, errno: Int32)
  case missing(path: String)

  public var description: String {
    switch self {
    case .inUse(let directory):
      "\(directory) is in use by another server: stop that one, or choose another directory"
    case .cannotWrite(let path, let errno):
      "\(path) cannot be written: \(String(cString: strerror(errno)))"
    case .missing(let path): "there is no \(path)"
    }
  }
}
