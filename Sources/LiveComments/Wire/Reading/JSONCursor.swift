/// Walks JSON text (RFC 8259) byte by byte. Every step returns nil, or false, where the text is not
/// what was asked for; the cursor is of no use after that.
struct JSONCursor {
  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var index = 0

  /// - Parameter bytes: must outlive the cursor.
  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Whether nothing but white space is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return index == bytes.count
  }

  /// The next byte that is not white space, without taking it; nil at the end.
  mutating func peek() -> UInt8? {
    skipSpace()
    return index < bytes.count ? bytes[index] : nil
  }

  /// Takes `byte`, and white space before it.
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func takeLiteral(_ text: StaticString) -> Bool {
    skipSpace()
    let count = text.utf8CodeUnitCount
    guard bytes.count - index >= count else { return false }
    for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
    index += count
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  /// The bytes between the quotes of a string without escapes; nil for one that has some.
  mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return UnsafeBufferPointer(rebasing: bytes[start..<index - 1])
      case UInt8(ascii: "\\"), 0..<0x20: return nil
      default: index += 1
      }
    }
    return nil
  }

  /// A string, its escapes resolved; nil for one that is not UTF-8 or names half a surrogate pair.
  mutating func string() -> String? {
    let start = index
    if let plain = plainString() { return String(validating: plain, as: UTF8.self) }
    index = start
    return escapedString()
  }

  private mutating func escapedString() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var content: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
      case UInt8(ascii: "\\"): guard appendEscape(to: &content) else { return nil }
      case 0..<0x20: return nil
      default: content.append(byte)
      }
    }
    return nil
  }

  private mutating func appendEscape(to content: inout [UInt8]) -> Bool {
    guard index < bytes.count else { return false }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"):
      guard let scalar = escapedScalar() else { return false }
      content.append(contentsOf: Array(String(scalar).utf8))
    default: return false
    }
    return true
  }

  /// What follows `\u`: four hexadecimal digits, or a surrogate pair.
  private mutating func escapedScalar() -> Unicode.Scalar? {
    guard let first = hexadecimalUnit() else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard bytes.count - index >= 2, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return nil }
    index += 2
    guard let second = hexadecimalUnit(), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func hexadecimalUnit() -> UInt32? {
    guard bytes.count - index >= 4 else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[index])).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }

  /// A number without fraction and exponent that fits; nil for every other.
  mutating func integer() -> Int64? {
    skipSpace()
    let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    let start = index
    var value: Int64 = 0
    while index < bytes.count, isDigit(at: index) {
      let digit = Int64(bytes[index] - UInt8(ascii: "0"))
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(isNegative ? -digit : digit)
      guard !overflows, !overflowsToo else { return nil }
      value = sum
      index += 1
    }
    let hasLeadingZero = index - start > 1 && bytes[start] == UInt8(ascii: "0")
    guard index > start, !hasLeadingZero, !goesOnAsFraction else { return nil }
    return value
  }

  private var goesOnAsFraction: Bool {
    guard index < bytes.count else { return false }
    return [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index])
  }

  /// Takes a number of any form.
  mutating func skipNumber() -> Bool {
    skipSpace()
    if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index += 1 }
    let start = index
    guard skipDigits(), index - start == 1 || bytes[start] != UInt8(ascii: "0") else {
      return false
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() else { return false }
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      guard skipDigits() else { return false }
    }
    return true
  }

  private mutating func skipDigits() -> Bool {
    let start = index
    while index < bytes.count, isDigit(at: index) { index += 1 }
    return index > start
  }

  private func isDigit(at index: Int) -> Bool { Self.isDigit(bytes[index]) }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension JSONCursor {
  /// Reads an object: `member` is called behind each `"name":` and takes the value. False when it
  /// does not, or when the text is no object, or a name in it is more than plain ASCII.
  mutating func object(
    _ member: (UnsafeBufferPointer<UInt8>, inout JSONCursor) -> Bool
  ) -> Bool {
    guard take(UInt8(ascii: "{")) else { return false }
    if take(UInt8(ascii: "}")) { return true }
    while true {
      guard let name = plainString(), name.allSatisfy({ $0 < 0x80 }), take(UInt8(ascii: ":")),
        member(name, &self)
      else { return false }
      if take(UInt8(ascii: ",")) { continue }
      return take(UInt8(ascii: "}"))
    }
  }

  /// Reads an array: `element` takes each value.
  mutating func array(_ element: (inout JSONCursor) -> Bool) -> Bool {
    guard take(UInt8(ascii: "[")) else { return false }
    if take(UInt8(ascii: "]")) { return true }
    while true {
      guard element(&self) else { return false }
      if take(UInt8(ascii: ",")) { continue }
      return take(UInt8(ascii: "]"))
    }
  }

  /// Takes one value of any kind, at most `depth` levels deep.
  mutating func skipValue(depth: Int = 16) -> Bool {
    guard depth > 0 else { return false }
    switch peek() {
    case UInt8(ascii: "{"): return object { $1.skipValue(depth: depth - 1) }
    case UInt8(ascii: "["): return array { $0.skipValue(depth: depth - 1) }
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "t"): return takeLiteral("true")
    case UInt8(ascii: "f"): return takeLiteral("false")
    case UInt8(ascii: "n"): return takeLiteral("null")
    default: return skipNumber()
    }
  }
}
