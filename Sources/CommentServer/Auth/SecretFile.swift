public import Foundation

/// The file that holds the secret of HS256: its bytes, without trailing white space, are the key.
public enum SecretFile {
  public enum Failure: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case tooShort(path: String, bytes: Int)

    public var description: String {
      switch self {
      case .unreadable(let path, let reason):
        "the secret file \(path) cannot be read or made: \(reason)"
      case .tooShort(let path, let bytes):
        "the secret in \(path) has \(bytes) bytes: it needs at least "
          + "\(TokenKeys.shortestSecret), and \(TokenKeys.recommendedSecret) to be safe"
      }
    }
  }

  /// The key in the file. A missing file is made, readable by its owner only, with 32 random bytes
  /// written as 64 hexadecimal digits.
  public static func load(_ file: URL) throws(Failure) -> [UInt8] {
    if !FileManager.default.fileExists(atPath: file.path) { try make(file) }
    let content: Data
    do {
      content = try Data(contentsOf: file)
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
    var key = [UInt8](content)
    while let last = key.last, [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20].contains(last) {
      key.removeLast()
    }
    guard key.count >= TokenKeys.shortestSecret else {
      throw .tooShort(path: file.path, bytes: key.count)
    }
    return key
  }

  private static func make(_ file: URL) throws(Failure) {
    var generator = SystemRandomNumberGenerator()
    let digits = (0..<4).map { _ in
      let word = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }
    let text = Data((digits.joined() + "\n").utf8)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
    // Exclusive, and private from the first moment on.
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .unreadable(path: file.path, reason: String(cString: strerror(errno)))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try handle.write(contentsOf: text)
      try handle.synchronize()
    } catch {
      throw .unreadable(path: file.path, reason: error.localizedDescription)
    }
  }
}
