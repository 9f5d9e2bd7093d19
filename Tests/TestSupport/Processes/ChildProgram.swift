import Foundation
import Synchronization

/// A program that runs beside the test, killed when the value goes.
public final class ChildProgram: Sendable {
  private let process: Process
  private let output: Reader
  private let errors: Reader
  private let input: FileHandle

  /// One program starts at a time: another that starts between the making of a pipe and its marking
  /// as private would keep it open for as long as it runs.
  private static let starting = Mutex(())

  /// Starts a built program of the package, or any program by its path.
  public init(
    _ name: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws {
    let process = Process()
    process.executableURL = URL(
      fileURLWithPath: name.contains("/") ? name : try BuiltProgram.path(name))
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipes = try Self.starting.withLock { _ in
      let pipes = (input: try PrivatePipe(), output: try PrivatePipe(), errors: try PrivatePipe())
      process.standardInput = pipes.input.reading
      process.standardOutput = pipes.output.writing
      process.standardError = pipes.errors.writing
      try process.run()
      return pipes
    }
    try pipes.input.reading.close()
    try pipes.output.writing.close()
    try pipes.errors.writing.close()
    self.process = process
    input = pipes.input.writing
    output = Reader(pipes.output.reading)
    errors = Reader(pipes.errors.reading)
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  public var processID: Int32 { process.processIdentifier }
  public var isRunning: Bool { process.isRunning }
  /// Everything that it has printed so far.
  public var standardOutput: String { output.text }
  public var standardError: String { errors.text }

  public func signal(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Writes to its standard input, as far as it reads, and closes it.
  public func feed(_ text: String) {
    try? input.write(contentsOf: Data(text.utf8))
    closeInput()
  }

  public func closeInput() { try? input.close() }

  /// Waits until it has ended and everything that it printed is here; its exit code, or the negated
  /// signal that ended it.
  public func end(within limit: Duration = .seconds(60)) async throws -> Int32 {
    try await eventually("\(process.executableURL?.lastPathComponent ?? "") ends", within: limit) {
      !process.isRunning && output.isComplete && errors.isComplete
    }
    return process.terminationReason == .exit
      ? process.terminationStatus : -process.terminationStatus
  }
}

/// A pipe that no other child inherits.
private struct PrivatePipe {
  let reading: FileHandle
  let writing: FileHandle

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw CocoaError(.fileReadUnknown) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }
}

/// Reads a pipe to its end, on a thread of its own.
private final class Reader: Sendable {
  private let state = Mutex((data: Data(), isComplete: false))

  init(_ handle: FileHandle) {
    Thread.detachNewThread {
      // Not `FileHandle.read(upToCount:)`, which waits until it has as much as was asked for.
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(handle.fileDescriptor, &buffer, buffer.count)
        if count > 0 { self.add(Data(buffer[..<count])) }
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      self.state.withLock { $0.isComplete = true }
    }
  }

  private func add(_ data: Data) { state.withLock { $0.data += data } }

  var text: String { state.withLock { String(decoding: $0.data, as: UTF8.self) } }
  var isComplete: Bool { state.withLock { $0.isComplete } }
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
