import Foundation

/// What the disk can do at best: appends to one file, and waits for each group to be durable.
enum DiskBaseline {
  /// Groups of `bytes` each that became durable, per second, over `seconds`.
  static func groupsPerSecond(
    of bytes: Int, seconds: Double, in directory: WorkDirectory
  ) throws -> Double {
    let file = open("\(directory.path)/baseline", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw SystemError("open") }
    defer { close(file) }
    let group = [UInt8](repeating: 0x20, count: bytes)
    let start = Clock.monotonicNanoseconds()
    var groups = 0
    while true {
      let elapsed = Double(Clock.monotonicNanoseconds() - start) / 1e9
      if elapsed >= seconds { return Double(groups) / elapsed }
      guard write(file, group, bytes) == bytes, makeDurable(file) == 0 else {
        throw SystemError("fdatasync")
      }
      groups += 1
    }
  }

  private static func makeDurable(_ file: Int32) -> Int32 {
    #if canImport(Glibc)
      fdatasync(file)
    #else
      fcntl(file, F_FULLFSYNC)
    #endif
  }
}
