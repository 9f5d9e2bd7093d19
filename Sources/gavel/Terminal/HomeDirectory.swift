import Foundation

/// Where the user is at home: `$HOME`, else what the password file says.
enum HomeDirectory {
  static func url(environment: [String: String]) -> URL {
    // Foundation asks the password file, whatever HOME says.
    environment["HOME"].flatMap {
      $0.hasPrefix("/") ? URL(fileURLWithPath: $0, isDirectory: true) : nil
    } ?? FileManager.default.homeDirectoryForCurrentUser
  }
}
