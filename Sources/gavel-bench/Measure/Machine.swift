import Foundation

/// The machine and the build that figures come from.
struct Machine: Encodable, Sendable {
  let processor: String
  let cores: Int
  let memoryBytes: UInt64
  let kernel: String
  let swift: String
  let build: String
  /// The load average of the last minute when the measurement began: noise, when it is not near 0.
  let load: Double

  static func current() -> Machine {
    Machine(
      processor: processorName(), cores: ProcessInfo.processInfo.activeProcessorCount,
      memoryBytes: ProcessInfo.processInfo.physicalMemory,
      kernel: kernelName(), swift: swiftVersion, build: BuildConfiguration.name,
      load: loadAverage())
  }

  var lines: [String] {
    let memory = String(format: "%.1f GiB", Double(memoryBytes) / 1_073_741_824)
    return [
      "\(processor), \(cores) cores, \(memory), \(kernel)",
      "Swift \(swift), \(build) build, load average \(String(format: "%.2f", load))",
    ]
  }

  private static func processorName() -> String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").dropFirst().first
    return name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
  }

  private static func kernelName() -> String {
    var name = utsname()
    guard uname(&name) == 0 else { return "unknown kernel" }
    return "\(text(&name.sysname)) \(text(&name.release)) \(text(&name.machine))"
  }

  private static func text<Bytes>(_ bytes: inout Bytes) -> String {
    withUnsafeBytes(of: &bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private static func loadAverage() -> Double {
    var averages = [0.0]
    return getloadavg(&averages, 1) == 1 ? averages[0] : 0
  }

  /// The compiler's version; a running program can learn it only this way.
  private static var swiftVersion: String {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
