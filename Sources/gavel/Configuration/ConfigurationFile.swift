import Foundation

/// The user's `config.toml` as it was found.
struct ConfigurationFile {
  let url: URL
  /// Of the state that was read, or an earlier one; nil when there is no file.
  let stamp: FileStamp?
  /// Where the keys stand.
  var lines = TOMLLines("")
  /// Whether there is one. Without it everything is as shipped.
  var exists = true
  var configuration = Configuration()
  var problems: [ConfigurationProblem] = []

  var path: String { url.path }

  /// `$XDG_CONFIG_HOME/gavel/config.toml`.
  static var standardURL: URL {
    ConfigurationDirectory.url.appendingPathComponent("config.toml", isDirectory: false)
  }

  /// A configuration is small; a larger file is a mistake.
  private static let largest = 256 * 1_024

  /// Reads the file. What is wrong with it is in ``problems``.
  init(_ url: URL = standardURL) {
    self.url = url
    stamp = FileStamp(url)
    do throws(ConfigurationProblem) {
      guard let text = try Self.text(url) else {
        exists = false
        return
      }
      (configuration, problems) = ConfigurationText.read(text, file: path)
      lines = TOMLLines(text)
    } catch {
      problems = [error]
    }
  }

  /// The text; nil when there is no such file.
  private static func text(_ url: URL) throws(ConfigurationProblem) -> String? {
    func problem(_ reason: String) -> ConfigurationProblem {
      ConfigurationProblem(file: url.path, reason: reason)
    }
    guard let stamp = FileStamp(url) else { return nil }
    // A pipe would be waited for.
    guard stamp.isRegular else { throw problem("it is no regular file") }
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      data = try handle.read(upToCount: largest + 1) ?? Data()
    } catch {
      throw problem("it cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= largest else {
      throw problem("it is larger than any configuration: at most \(largest / 1_024) KiB")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw problem("it is not UTF-8 text")
    }
    return text
  }

  /// One line about what is wrong; nil when nothing is.
  var complaint: String? {
    guard let first = problems.first else { return nil }
    let others = problems.count == 1 ? "" : ", and \(problems.count - 1) more"
    return "\(first.brief)\(others) (`gavel config check`)"
  }
}
