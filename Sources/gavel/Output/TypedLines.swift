import Foundation

/// Lines that are typed at standard input, a terminal.
struct TypedLines {
  /// Lines that come at once and are kept: a comment cannot hold more.
  private static let most = 500
  /// A line beyond this is cut: no comment is longer.
  private static let longestLine = 64 * 1_024
  /// Hands do not type two lines within this time; a paste does.
  private static let pasteMilliseconds: Int32 = 30

  private var pending: [UInt8] = []

  /// Waits for a line, and takes those that come right behind it. Nil at the end of the input.
  mutating func next() -> [String]? {
    guard let first = line() else { return nil }
    var lines = [first]
    while pending.contains(Self.lineFeed) || moreIsComing() {
      guard let line = line() else { break }
      if lines.count < Self.most { lines.append(line) }
    }
    return lines
  }

  private static let lineFeed = UInt8(ascii: "\n")

  private mutating func line() -> String? {
    while true {
      if let end = pending.firstIndex(of: Self.lineFeed) {
        defer { pending.removeFirst(end + 1) }
        return String(decoding: pending[..<end], as: UTF8.self)
      }
      guard read() else { return nil }
    }
  }

  /// False at the end of the input.
  private mutating func read() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = Foundation.read(STDIN_FILENO, &buffer, buffer.count)
    if count > 0 {
      let room = Self.longestLine - pending.count
      // The end of a line that is cut is kept, so that the next one is a line of its own.
      pending += buffer[..<count].enumerated().filter {
        $0.offset < room || $0.element == Self.lineFeed
      }
      .map(\.element)
      return true
    }
    // A background job may not read; it can come to the foreground at any time.
    if count < 0, errno == EIO || errno == EAGAIN { sleep(1) }
    return count < 0 && (errno == EIO || errno == EAGAIN || errno == EINTR)
  }

  private func moreIsComing() -> Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, Self.pasteMilliseconds) > 0 && input.revents & Int16(POLLIN) != 0
  }
}
