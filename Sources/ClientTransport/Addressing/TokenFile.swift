import Foundation

/// A token read from a file, as `--token-file` names it: a token in argv would show in `ps`.
public struct TokenFile: Sendable {
  public let token: Token
  /// Set when other users of this machine can read the file: what to do about it.
  public let warning: String?

  /// Reads the file's text without surrounding white space.
  ///
  /// Throws `Unreadable` when there is no such file, it may not be read, or it holds no token.
  public init(path: String) throws(Unreadable) {
    let text: String
    let mode: Int
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      // One byte more than fits shows that the file is no token, however long it goes on.
      let data = try handle.read(upToCount: Token.maximumBytes + 64) ?? Data()
      text = String(decoding: data, as: UTF8.self)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
    } catch {
      throw Unreadable(path: path, reason: "cannot be read: \(Self.reason(error))")
    }
    guard let token = Token(rawValue: text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw Unreadable(
        path: path,
        reason: "does not hold a token; `gavel-server token … > FILE` writes one")
    }
    self.token = token
    warning =
      mode & 0o044 == 0
      ? nil : "other users can read the token file \(path); `chmod 600` keeps it yours"
  }

  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    guard underlying.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(underlying.code)))
  }

  /// Why a token file is of no use.
  public struct Unreadable: Error, Sendable, Hashable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var description: String { "the token file \(path) \(reason)" }
  }
}
