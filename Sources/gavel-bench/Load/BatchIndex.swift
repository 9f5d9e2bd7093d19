import LiveComments

/// What each batch of one plane holds, read once in full however many viewers receive it.
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
    /// Comments, or events, in the batch.
    let count: Int
    /// When they were accepted: milliseconds since 1970, and how many at that millisecond.
    let accepted: [(milliseconds: Int64, count: Int)]
    /// Comments that sampling left out.
    let sampledOut: Int
    /// When they were submitted, where they say so: microseconds since 1970 (`SubmitStamp`).
    let submitted: [Int64]
  }

  /// The members of an item by which it is counted, and that says when it was accepted: what nothing
  /// else in the batch has. A quotation mark inside a text is escaped and so cannot look like one.
  struct Marks {
    let item: [UInt8]
    let accepted: [UInt8]

    static let comments = Marks(
      item: Array(#""comment_id":""#.utf8), accepted: Array(#""created_at":""#.utf8))
    static let events = Marks(item: Array(#""mod_seq":"#.utf8), accepted: Array(#""at":""#.utf8))
  }

  private static let capacity = 1_024
  private let marks: Marks
  private var contents: [Key: Content] = [:]
  private var order: [Key] = []
  private var oldest = 0
  private var latest: (key: Key, content: Content)?

  init(_ marks: Marks) { self.marks = marks }

  mutating func content(of key: Key) -> Content? {
    if let latest, latest.key == key { return latest.content }
    guard let content = contents[key] else { return nil }
    latest = (key, content)
    return content
  }

  /// Reads the batch's payload and keeps what it holds.
  mutating func read(_ payload: UnsafeRawBufferPointer, as key: Key) -> Content {
    let content = content(of: payload)
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

  private func content(of payload: UnsafeRawBufferPointer) -> Content {
    let text = Array(payload)
    var accepted: [Int64: Int] = [:]
    for offset in Self.offsets(of: marks.accepted, in: text) {
      let time = text[offset...].prefix { $0 != UInt8(ascii: "\"") }
      guard let time = Timestamp(rfc3339: String(decoding: time, as: UTF8.self)) else { continue }
      accepted[time.milliseconds, default: 0] += 1
    }
    let sampledOut = Self.offsets(of: Array(#""sampled_out":"#.utf8), in: text).first.flatMap {
      Int(String(decoding: text[$0...].prefix { (48...57).contains($0) }, as: UTF8.self))
    }
    return Content(
      count: Self.offsets(of: marks.item, in: text).count,
      accepted: accepted.map { ($0.key, $0.value) }, sampledOut: sampledOut ?? 0,
      submitted: Self.offsets(of: SubmitStamp.mark, in: text).compactMap {
        SubmitStamp.microseconds(text[$0...])
      })
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
