import LiveComments

/// What each batch of comments holds, read once in full however many viewers receive it.
///
/// Every viewer gets the same bytes, so the positions and the length of a batch name its content.
/// Keeps the latest 1,024 batches; an older one is read again when it comes again.
struct BatchIndex {
  /// What names a batch.
  struct Key: Hashable {
    let after: Int64
    let upto: Int64
    let length: Int
  }

  /// What is in it.
  struct Content {
    /// Comments in the batch, by their ids.
    let comments: Int
    /// When they were accepted: milliseconds since 1970, and how many at that millisecond.
    let accepted: [(milliseconds: Int64, comments: Int)]
  }

  private static let capacity = 1_024
  private var contents: [Key: Content] = [:]
  private var order: [Key] = []
  private var oldest = 0
  private var latest: (key: Key, content: Content)?

  mutating func content(of key: Key) -> Content? {
    if let latest, latest.key == key { return latest.content }
    guard let content = contents[key] else { return nil }
    latest = (key, content)
    return content
  }

  /// Reads the batch's payload and keeps what it holds.
  mutating func read(_ payload: UnsafeRawBufferPointer, as key: Key) -> Content {
    let content = Self.content(of: payload)
    if order.count < Self.capacity {
      order.append(key)
    } else {
      contents[order[oldest]] = nil
      order[oldest] = key
      oldest = (oldest + 1) % Self.capacity
    }
    contents[key] = content
    return content
  }

  /// Counts the members by which every comment, and nothing else in a batch, is known: a quotation
  /// mark inside a comment's text is escaped and so cannot look like one.
  private static func content(of payload: UnsafeRawBufferPointer) -> Content {
    let text = Array(payload)
    let ids = offsets(of: Array(#""comment_id":""#.utf8), in: text)
    var accepted: [Int64: Int] = [:]
    for offset in offsets(of: Array(#""created_at":""#.utf8), in: text) {
      let time = text[offset...].prefix { $0 != UInt8(ascii: "\"") }
      guard let time = Timestamp(rfc3339: String(decoding: time, as: UTF8.self)) else { continue }
      accepted[time.milliseconds, default: 0] += 1
    }
    return Content(comments: ids.count, accepted: accepted.map { ($0.key, $0.value) })
  }

  /// Where each occurrence of `pattern` ends.
  private static func offsets(of pattern: [UInt8], in text: [UInt8]) -> [Int] {
    var found: [Int] = []
    var index = 0
    while index + pattern.count <= text.count {
      if text[index] == pattern[0], text[index..<index + pattern.count].elementsEqual(pattern) {
        index += pattern.count
        found.append(index)
      } else {
        index += 1
      }
    }
    return found
  }
}
