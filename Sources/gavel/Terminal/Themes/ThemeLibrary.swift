import Foundation
import TerminalUI

/// Finds themes by name: the user's own first, then those compiled in.
struct ThemeLibrary {
  /// Where the user's themes are; it need not exist.
  let directory: URL

  /// The themes of `$XDG_CONFIG_HOME/gavel/themes`.
  static var standard: ThemeLibrary {
    ThemeLibrary(
      directory: ConfigurationDirectory.url.appendingPathComponent("themes", isDirectory: true))
  }

  /// A theme file is small; a larger one is a mistake.
  private static let largestFile = 256 * 1_024

  /// Every name that `theme(named:)` knows, the shipped ones first.
  var names: [String] {
    let shipped = BuiltInThemes.files.map(\.name) + [Theme.monochrome.name]
    let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    let own = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    return shipped + own.filter { Self.isName($0) && !shipped.contains($0) }.sorted()
  }

  /// Reads a theme. Throws `ThemeFile.Problem` with line and reason when its file is broken, or
  /// when there is none.
  func theme(named name: String) throws(ThemeFile.Problem) -> Theme {
    guard Self.isName(name) else {
      throw missing(name)
    }
    let file = directory.appendingPathComponent(name + ".toml", isDirectory: false)
    if FileManager.default.fileExists(atPath: file.path) {
      return try ThemeFile.parse(try read(file), file: file.path, fallbackName: name)
    }
    if let (name, bytes) = BuiltInThemes.files.first(where: { $0.name == name }) {
      return try ThemeFile.parse(
        String(decoding: bytes, as: UTF8.self), file: "themes/\(name).toml", fallbackName: name)
    }
    guard name == Theme.monochrome.name else { throw missing(name) }
    return .monochrome
  }

  private func read(_ file: URL) throws(ThemeFile.Problem) -> String {
    do {
      let handle = try FileHandle(forReadingFrom: file)
      defer { try? handle.close() }
      let data = try handle.read(upToCount: Self.largestFile + 1) ?? Data()
      guard data.count <= Self.largestFile else {
        throw ThemeFile.Problem(
          file: file.path, line: nil, reason: "it is larger than any theme")
      }
      return String(decoding: data, as: UTF8.self)
    } catch let problem as ThemeFile.Problem {
      throw problem
    } catch {
      throw ThemeFile.Problem(
        file: file.path, line: nil, reason: "it cannot be read: \(error.localizedDescription)")
    }
  }

  private func missing(_ name: String) -> ThemeFile.Problem {
    let hint = NearestName.of(name, among: names).map { "did you mean \($0)?" }
    return ThemeFile.Problem(
      file: "theme \(name)", line: nil,
      reason: "there is none; " + (hint ?? "there are \(names.joined(separator: ", "))"))
  }

  /// A name is part of a path: letters, digits, `-` and `_` only.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
      }
  }
}
