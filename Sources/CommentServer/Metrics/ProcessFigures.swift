import Foundation

#if canImport(CDispatch)
  // Where `timespec` comes from when the module is compiled as a whole.
  import CDispatch
#endif

/// What the process uses, as the kernel counts it. A figure that cannot be read is left out.
struct ProcessFigures {
  var cpuSeconds: Double?
  var residentBytes: Int?
  var openFiles: Int?

  static func now() -> ProcessFigures {
    var figures = ProcessFigures()
    var clock = timespec()
    if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &clock) == 0 {
      figures.cpuSeconds = Double(clock.tv_sec) + Double(clock.tv_nsec) / 1e9
    }
    // proc(5): the second number is the resident set in pages.
    if let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) {
      figures.residentBytes = text.split(separator: " ").dropFirst().first
        .flatMap { Int($0) }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }
    figures.openFiles = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    return figures
  }

  func write(to text: inout PrometheusText) {
    if let cpuSeconds {
      text.family("process_cpu_seconds_total", .counter, "CPU time used, in seconds.")
      text.sample("process_cpu_seconds_total", cpuSeconds)
    }
    if let residentBytes {
      text.family("process_resident_memory_bytes", .gauge, "Resident memory, in bytes.")
      text.sample("process_resident_memory_bytes", residentBytes)
    }
    if let openFiles {
      text.family("process_open_fds", .gauge, "Open file descriptors.")
      text.sample("process_open_fds", openFiles)
    }
  }
}
