import Foundation
import Synchronization

/// A program that runs beside the test, killed when the value goes.
public final class ChildProgram: Sendable {
  private let process: Process
  private let output = Collected()
  private let errors = Collected()
  private let input: Pipe

  /// Starts a built program of the package, or any program by its path.
  public init(
    _ name: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws {
    process = Process()
    process.executableURL = URL(
      fileURLWithPath: name.contains("/") ? name : try BuiltProgram.path(name))
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    input = Pipe()
    process.standardInput = input
    process.standardOutput = output.pipe
    process.standardError = errors.pipe
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  public var processID: Int32 { process.processIdentifier }
  public var isRunning: Bool { process.isRunning }
  /// Everything that it has printed so far.
  public var standardOutput: String { output.text }
  public var standardError: String { errors.text }

  public func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Writes to its standard input and closes it.
  public func feed(_ text: String) {
    input.fileHandleForWriting.write(Data(text.utf8))
    closeInput()
  }

  public func closeInput() { try? input.fileHandleForWriting.close() }

  /// Waits until it has ended and everything that it printed is here; its exit code, or the negated
  /// signal that ended it.
  public func end(within limit: Duration = .seconds(60)) async throws -> Int32 {
    try await eventually("\(process.executableURL?.lastPathComponent ?? "") ends", within: limit) {
      !process.isRunning && output.isComplete && errors.isComplete
    }
    return process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
  }

  /// What arrives through a pipe.
  private final class Collected: Sendable {
    private let state = Mutex((data: Data(), isComplete: false))
    let pipe = Pipe()

    init() {
      // The pipe's end breaks the cycle: a program always ends.
      pipe.fileHandleForReading.readabilityHandler = { handle in
        let data = handle.availableData
        if data.isEmpty { handle.readabilityHandler = nil }
        self.add(data)
      }
    }

    private func add(_ data: Data) {
      state.withLock { state in
        state.data += data
        if data.isEmpty { state.isComplete = true }
      }
    }

    var text: String { state.withLock { String(decoding: $0.data, as: UTF8.self) } }
    var isComplete: Bool { state.withLock { $0.isComplete } }
  }
}

/// Runs a program to its end.
public func run(
  _ name: String, _ arguments: [String], input: String = "", within limit: Duration = .seconds(60)
) async throws -> (code: Int32, output: String, errors: String) {
  let child = try ChildProgram(name, arguments)
  child.feed(input)
  let code = try await child.end(within: limit)
  return (code, child.standardOutput, child.standardError)
}
