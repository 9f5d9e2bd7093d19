/// Finds where the values of a JSON text begin and end, without reading what is in them.
///
/// A recording may be large, and broken anywhere: record by record, its reader can say which one is
/// at fault, and holds no more than one of them decoded twice.
struct JSONOutline {
  private let bytes: [UInt8]
  private var position: Int

  /// Begins at the first byte, or after the byte order mark that some programs write.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    position = bytes.starts(with: mark) ? mark.count : 0
  }

  /// Begins at the value that `range` holds.
  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
  }

  /// The next byte that is not white space; nil at the end.
  mutating func next() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  /// Passes one value and returns where it stands; nil when none does, or it does not end.
  mutating func value() -> Range<Int>? {
    guard let first = next() else { return nil }
    let start = position
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): guard passNested() else { return nil }
    case UInt8(ascii: "\""): guard passString() else { return nil }
    default: passScalar()
    }
    return start < position ? start..<position : nil
  }

  /// Where the elements of the array that is next stand.
  ///
  /// Throws for the first element that does not end, or is not followed as it should be.
  mutating func elements() throws(MalformedRecording) -> [Range<Int>] {
    guard pass("[") else { throw MalformedRecording("there is no list of records") }
    guard !pass("]") else { return [] }
    var elements: [Range<Int>] = []
    while true {
      let record = elements.count + 1
      guard next() != nil else {
        throw MalformedRecording(record: record, "the file ends before it: it is cut off")
      }
      guard let element = value() else {
        throw MalformedRecording(record: record, "it does not end, or is no JSON")
      }
      elements.append(element)
      if pass("]") { return elements }
      guard pass(",") else {
        throw MalformedRecording(
          record: record,
          next() == nil ? "the file ends after it: it is cut off" : "no comma follows it")
      }
    }
  }

  /// The members of the object that is next, as far as they can be read: a text that is cut off
  /// still shows those before the cut, and the one that is cut with nothing but its beginning.
  mutating func members() -> [(name: String, value: Range<Int>)] {
    guard pass("{") else { return [] }
    var members: [(name: String, value: Range<Int>)] = []
    while next() == UInt8(ascii: "\""), let name = value(), pass(":"), next() != nil {
      let start = position
      let text = String(decoding: bytes[name.dropFirst().dropLast()], as: UTF8.self)
      guard let value = value() else {
        members.append((text, start..<bytes.count))
        break
      }
      members.append((text, value))
      guard pass(",") else { break }
    }
    return members
  }

  private mutating func pass(_ character: Unicode.Scalar) -> Bool {
    guard let next = next(), UInt32(next) == character.value else { return false }
    position += 1
    return true
  }

  /// Passes an object or an array by counting its brackets: whether they match is for the decoder.
  private mutating func passNested() -> Bool {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          position += 1
          return true
        }
      case UInt8(ascii: "\""):
        guard passString() else { return false }
        continue
      default: break
      }
      position += 1
    }
    return false
  }

  private mutating func passString() -> Bool {
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\\"): position += 2
      case UInt8(ascii: "\""):
        position += 1
        return true
      default: position += 1
      }
    }
    position = bytes.count
    return false
  }

  private mutating func passScalar() {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
        UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "}"),
        UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
        return
      default: position += 1
      }
    }
  }
}
