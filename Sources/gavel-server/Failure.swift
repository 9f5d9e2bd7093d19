import ArgumentParser
import Foundation
import LiveComments

/// What went wrong, in words for the operator.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// Says it on standard error and ends with exit code 1.
  static func report(_ error: any Error) throws -> Never {
    let text =
      switch error {
      case let problem as Problem: problem.detail
      default: String(describing: error)
      }
    FileHandle.standardError.write(Data("gavel-server: \(text)\n".utf8))
    throw ExitCode.failure
  }
}
