/// What JSON from outside must keep beside its grammar (RFC 8259 §4 and §6 leave it open), so that
/// everybody who reads it reads the same: no two members of one name in an object, and whole numbers
/// written as such. Foundation's decoder takes the first of two members, and `1.0` for 1.
struct StrictJSON {
  /// Objects and arrays within each other, at most.
  private static let depthLimit = 32

  private let allowsFractions: Bool
  private var problem: Problem?

  /// Throws a `Problem` with code `invalid` that names the member at fault. Text that is no JSON at
  /// all passes: the decoder explains that.
  static func check(
    _ bytes: UnsafeBufferPointer<UInt8>, allowingFractions: Bool
  ) throws(Problem) {
    var checker = StrictJSON(allowsFractions: allowingFractions)
    var cursor = JSONCursor(bytes)
    _ = checker.value(&cursor, path: "", depth: depthLimit)
    if let problem = checker.problem { throw problem }
  }

  private init(allowsFractions: Bool) { self.allowsFractions = allowsFractions }

  private mutating func value(_ cursor: inout JSONCursor, path: String, depth: Int) -> Bool {
    guard depth > 0 else { return fail("is nested too deeply", at: path) }
    switch cursor.peek() {
    case UInt8(ascii: "{"): return object(&cursor, path: path, depth: depth)
    case UInt8(ascii: "["):
      var index = 0
      return cursor.array { cursor in
        defer { index += 1 }
        return value(&cursor, path: Self.join(path, String(index)), depth: depth - 1)
      }
    case let byte? where byte == UInt8(ascii: "-") || JSONCursor.isDigit(byte):
      var whole = cursor
      if whole.integer() != nil {
        cursor = whole
        return true
      }
      guard cursor.skipNumber() else { return false }
      return allowsFractions || fail("is a whole number, without fraction or exponent", at: path)
    default: return cursor.skipValue(depth: 1)
    }
  }

  private mutating func object(_ cursor: inout JSONCursor, path: String, depth: Int) -> Bool {
    var names: Set<String> = []
    guard cursor.take(UInt8(ascii: "{")) else { return false }
    if cursor.take(UInt8(ascii: "}")) { return true }
    while true {
      guard let name = cursor.string(), cursor.take(UInt8(ascii: ":")) else { return false }
      let path = Self.join(path, name)
      guard names.insert(name).inserted else { return fail("is given twice", at: path) }
      guard value(&cursor, path: path, depth: depth - 1) else { return false }
      if cursor.take(UInt8(ascii: ",")) { continue }
      return cursor.take(UInt8(ascii: "}"))
    }
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }

  private mutating func fail(_ complaint: String, at path: String) -> Bool {
    // A name is as long as its sender likes, and is said back.
    let field = String(path.unicodeScalars.prefix(80))
    problem = Problem(
      .invalid, "\(field.isEmpty ? "the text" : field) \(complaint)",
      field: field.isEmpty ? nil : field)
    return false
  }
}
