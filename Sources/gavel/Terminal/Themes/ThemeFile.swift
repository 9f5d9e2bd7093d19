import TOMLKit
import TerminalUI

/// A theme as a TOML file states it. How one is written stands at the head of `themes/dark.toml`.
enum ThemeFile {
  /// Why a file is no theme, and where.
  struct Problem: Error, Hashable, CustomStringConvertible {
    let file: String
    /// Counted from 1; nil when nothing in the file is at fault.
    let line: Int?
    let reason: String

    var description: String {
      line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)"
    }

    /// With the file's name alone: a whole path would leave no room on one line.
    var brief: String {
      let name = file.split(separator: "/").last.map(String.init) ?? file
      return Problem(file: name, line: line, reason: reason).description
    }
  }

  /// Reads what one file states. `file` is what a problem calls the text.
  static func read(_ text: String, file: String) throws(Problem) -> ThemeStatements {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw Problem(file: file, line: error.source.begin.line, reason: error.description)
    } catch {
      throw Problem(file: file, line: nil, reason: "it is not TOML: \(error)")
    }
    return try ThemeReader(file: file, lines: TOMLLines(text)).read(table)
  }

  static func unknown(_ name: String, among known: [String]) -> String {
    let hint = NearestName.of(name, among: known).map { "; did you mean \($0)?" } ?? ""
    return "\(name) is not known here\(hint)"
  }
}
