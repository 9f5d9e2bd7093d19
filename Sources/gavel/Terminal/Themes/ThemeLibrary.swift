import Foundation
import TerminalUI

/// Finds themes by name: the user's own first, then those compiled in.
struct ThemeLibrary: Sendable {
  /// Where the user's themes are; it need not exist. Nil for the shipped ones alone.
  let directory: URL?

  /// The themes of `$XDG_CONFIG_HOME/gavel/themes`.
  static var standard: ThemeLibrary {
    ThemeLibrary(
      directory: ConfigurationDirectory.url.appendingPathComponent("themes", isDirectory: true))
  }

  static let shipped = ThemeLibrary(directory: nil)

  /// How many themes may build on each other.
  static let longestChain = 8

  /// Every name that `theme(named:)` knows, the shipped ones first.
  var names: [String] {
    let shipped = BuiltInThemes.files.map(\.name)
    let files = directory.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.path) }
    let own = (files ?? []).filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    return shipped + own.filter { Self.isName($0) && !shipped.contains($0) }.sorted()
  }

  /// Throws when there is no theme of this name, sound or broken.
  func require(_ name: String) throws(ThemeFile.Problem) {
    guard Self.isName(name),
      ownFile(name).map({ FileManager.default.fileExists(atPath: $0.path) }) == true
        || BuiltInThemes.files.contains(where: { $0.name == name })
    else { throw missing(name, nil) }
  }

  /// Reads a theme. Throws `ThemeFile.Problem` with line and reason when its file, or one that it
  /// inherits from, is broken, or when there is none.
  func theme(named name: String) throws(ThemeFile.Problem) -> Theme {
    try load(name).theme.get()
  }

  /// Reads a theme, and says which files of the user's decide what it is, whether they exist or not.
  func load(_ name: String) -> (theme: Result<Theme, ThemeFile.Problem>, files: [URL]) {
    var chain = Chain()
    let theme = Result { () throws(ThemeFile.Problem) -> Theme in
      try statements(of: name, askedBy: nil, &chain).theme(named: name)
    }
    return (theme, chain.files)
  }

  /// The themes that are being read, the one asked for first.
  private struct Chain {
    var names: [String] = []
    var sources: [String] = []
    /// The user's files that were looked for.
    var files: [URL] = []
  }

  private func statements(
    of name: String, askedBy heir: ThemeStatements.Stated?, _ chain: inout Chain
  ) throws(ThemeFile.Problem) -> ThemeStatements {
    guard Self.isName(name) else { throw missing(name, heir) }
    let (source, text) = try find(name, heir, &chain)
    guard !chain.sources.contains(source) else {
      let path = (chain.names + [name]).joined(separator: " → ")
      throw problem("it inherits from itself: \(path)", name, heir)
    }
    guard chain.sources.count < Self.longestChain else {
      throw problem("more than \(Self.longestChain) themes build on each other", name, heir)
    }
    chain.names.append(name)
    chain.sources.append(source)
    let own = try ThemeFile.read(text, file: source)
    guard let base = own.inherits else { return own }
    return own.laid(over: try statements(of: base.text, askedBy: base, &chain))
  }

  /// What a problem calls the file, and its text. A theme of the user's that inherits from its own
  /// name means the shipped one.
  private func find(
    _ name: String, _ heir: ThemeStatements.Stated?, _ chain: inout Chain
  ) throws(ThemeFile.Problem) -> (source: String, text: String) {
    if let file = ownFile(name), heir?.file != file.path {
      chain.files.append(file)
      if FileManager.default.fileExists(atPath: file.path) {
        return (file.path, try ThemeFile.contents(of: file))
      }
    }
    guard let (name, bytes) = BuiltInThemes.files.first(where: { $0.name == name }) else {
      throw missing(name, heir)
    }
    return ("themes/\(name).toml", String(decoding: bytes, as: UTF8.self))
  }

  private func ownFile(_ name: String) -> URL? {
    directory?.appendingPathComponent(name + ".toml", isDirectory: false)
  }

  private func missing(_ name: String, _ heir: ThemeStatements.Stated?) -> ThemeFile.Problem {
    let names = names.filter { $0 != heir?.text }
    let hint =
      NearestName.of(name, among: names).map { "did you mean \($0)?" }
      ?? "there are \(names.joined(separator: ", "))"
    guard heir != nil else { return problem("there is none; " + hint, name, nil) }
    return problem("there is no theme \(name) to inherit from; " + hint, name, heir)
  }

  /// A problem of the theme `name`, said where it is asked for.
  private func problem(
    _ reason: String, _ name: String, _ heir: ThemeStatements.Stated?
  ) -> ThemeFile.Problem {
    heir?.problem(reason) ?? ThemeFile.Problem(file: "theme \(name)", line: nil, reason: reason)
  }

  /// A name is part of a path: letters, digits, `-` and `_` only.
  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
      }
  }
}
