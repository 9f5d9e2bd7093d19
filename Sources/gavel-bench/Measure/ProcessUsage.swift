import Foundation

/// What the kernel has accounted to a process so far, from `/proc` (Linux, proc(5)).
struct ProcessUsage {
  /// User and system time of all its threads, in seconds, by the kernel's clock ticks (10 ms).
  let cpuSeconds: Double
  /// Resident memory in bytes, without what the kernel holds in socket buffers.
  let residentBytes: Int

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
