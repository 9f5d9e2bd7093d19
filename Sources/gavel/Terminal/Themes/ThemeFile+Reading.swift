import Foundation

extension ThemeFile {
  /// A theme file is small; a larger one is a mistake.
  private static let largestFile = 256 * 1_024

  /// The text of a file of the user's.
  static func contents(of file: URL) throws(Problem) -> String {
    do {
      // A pipe would be waited for, and the screen with it.
      guard FileStamp(file)?.isRegular == true else {
        throw Problem(file: file.path, line: nil, reason: "it is no regular file")
      }
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      let data = try handle.read(upToCount: Self.largestFile + 1) ?? Data()
      guard data.count <= Self.largestFile else {
        throw Problem(file: file.path, line: nil, reason: "it is larger than any theme")
      }
      return String(decoding: data, as: UTF8.self)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw Problem(
        file: file.path, line: nil, reason: "it cannot be read: \(error.localizedDescription)")
    }
  }
}

/// What tells one state of a file from another without reading it.
struct FileStamp: Hashable {
  let isRegular: Bool
  private let number: Int?
  private let size: Int?
  private let modified: Date?

  /// Nil when there is no such file. Links are followed.
  init?(_ file: URL) {
    // Of a link, the attributes would be its own.
    let path = file.resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      return nil
    }
    isRegular = attributes[.type] as? FileAttributeType == .typeRegular
    number = (attributes[.systemFileNumber] as? NSNumber)?.intValue
    size = (attributes[.size] as? NSNumber)?.intValue
    modified = attributes[.modificationDate] as? Date
  }
}
