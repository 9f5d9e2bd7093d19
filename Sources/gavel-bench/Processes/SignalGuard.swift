import Dispatch
import Foundation
import Synchronization

/// Ends the children by their pids, and removes what was made for them, when a signal ends this
/// process.
enum SignalGuard {
  private static let children = Mutex<Set<Int32>>([])
  private static let directories = Mutex<Set<String>>([])
  static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let installed: Void = {
    // A child that has ended is noticed by what it no longer answers.
    signal(SIGPIPE, SIG_IGN)
    for number in signals {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        children.withLock { pids in
          for pid in pids { kill(pid, SIGKILL) }
        }
        directories.withLock { paths in
          for path in paths { try? FileManager.default.removeItem(atPath: path) }
        }
        // The handler holds its source: nothing else keeps it alive.
        withExtendedLifetime(source) { exit(128 + number) }
      }
      source.activate()
    }
  }()

  /// Takes over the signals; once is enough.
  static func install() { installed }

  static func add(_ pid: Int32) { children.withLock { _ = $0.insert(pid) } }
  static func remove(_ pid: Int32) { children.withLock { _ = $0.remove(pid) } }

  static func add(_ directory: String) { directories.withLock { _ = $0.insert(directory) } }
  static func remove(_ directory: String) { directories.withLock { _ = $0.remove(directory) } }
}
