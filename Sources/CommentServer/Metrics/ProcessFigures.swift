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
  var maximumFiles: Int?
  /// Seconds from 1970 to the start of the process.
  var startedAt: Double?

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
    figures.maximumFiles = maximumFiles
    figures.startedAt = startedAt
    return figures
  }

  private static var maximumFiles: Int? {
    var limit = rlimit()
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    return getrlimit(resource, &limit) == 0 ? Int(clamping: limit.rlim_cur) : nil
  }

  /// proc(5): the 22nd field of `stat` is the start in ticks since the machine's, whose time `btime`
  /// tells. The second field is a name in parentheses, which may hold anything.
  private static let startedAt: Double? = {
    guard let own = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
      let name = own.lastIndex(of: ")"),
      let ticks = own[name...].split(separator: " ").dropFirst(20).first.flatMap({ Double($0) }),
      let machine = try? String(contentsOfFile: "/proc/stat", encoding: .utf8),
      let line = machine.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
      let booted = line.split(separator: " ").last.flatMap({ Double($0) })
    else { return nil }
    return booted + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }()

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
    if let maximumFiles {
      text.family("process_max_fds", .gauge, "Open file descriptors allowed.")
      text.sample("process_max_fds", maximumFiles)
    }
    if let startedAt {
      text.family(
        "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")
      text.sample("process_start_time_seconds", startedAt)
    }
  }
}
