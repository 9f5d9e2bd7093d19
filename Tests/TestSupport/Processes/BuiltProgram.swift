import Foundation

/// The programs that were built together with the tests.
public enum BuiltProgram {
  /// Where a program of the package is: beside the test bundle.
  ///
  /// Throws when it is not: `swift build --build-tests` makes it.
  public static func path(_ name: String) throws -> String {
    for directory in directories {
      let path = directory.appendingPathComponent(name).path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw Missing(name: name, searched: directories.map(\.path))
  }

  public struct Missing: Error, CustomStringConvertible {
    let name: String
    let searched: [String]

    public var description: String {
      "the program \(name) is not built; looked in \(searched.joined(separator: ", "))"
    }
  }

  /// On Linux the tests are an executable beside the programs; on macOS a bundle beside them, whose
  /// executable lies deeper.
  private static let directories: [URL] = {
    var starts = Bundle.allBundles.map(\.bundleURL)
    if let executable = Bundle.main.executableURL { starts.append(executable) }
    starts += CommandLine.arguments.filter { $0.contains(".xctest") }.map {
      URL(fileURLWithPath: $0)
    }
    var directories: [URL] = []
    for start in starts {
      var directory = start.standardizedFileURL
      for _ in 0..<4 {
        directory = directory.deletingLastPathComponent()
        if !directories.contains(directory) { directories.append(directory) }
      }
    }
    return directories
  }()
}
