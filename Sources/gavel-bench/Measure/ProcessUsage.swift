import Foundation

/// What the kernel has accounted to a process so far, from `/proc` (Linux, proc(5)).
struct ProcessUsage {
  /// User and system time of all its threads, in seconds, by the kernel's clock ticks (10 ms).
  let cpuSeconds: Double
  /// Resident memory in bytes, without what the kernel holds in socket buffers.
  let residentBytes: Int

  private init(cpuSeconds: Double, residentBytes: Int) {
    self.cpuSeconds = cpuSeconds
    self.residentBytes = residentBytes
  }

  /// Bytes that the process has read so far, from files and sockets; 0 when it cannot be told.
  static func readBytes(of pid: Int32) -> Int {
    let text = (try? String(contentsOfFile: "/proc/\(pid)/io", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("rchar: ") }
    return line.flatMap { Int($0.dropFirst("rchar: ".count)) } ?? 0
  }

  /// The process and its children together. Nil when there is no such process, or no `/proc`.
  init?(ofTree pid: Int32) {
    guard let own = ProcessUsage(of: pid) else { return nil }
    let children =
      (try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)) ?? ""
    let all =
      [own]
      + children.split(separator: " ").compactMap { Int32($0).flatMap(ProcessUsage.init(of:)) }
    self.init(
      cpuSeconds: all.reduce(0) { $0 + $1.cpuSeconds },
      residentBytes: all.reduce(0) { $0 + $1.residentBytes })
  }

  /// Nil when there is no such process, or no `/proc`.
  init?(of pid: Int32) {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
      let name = stat.lastIndex(of: ")")
    else { return nil }
    // The process's name may hold spaces: count fields from the parenthesis that ends it.
    let fields = stat[stat.index(after: name)...].split(separator: " ")
    guard fields.count > 21, let user = Double(fields[11]), let system = Double(fields[12]),
      let pages = Int(fields[21])
    else { return nil }
    cpuSeconds = (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    residentBytes = pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
