extension AuditHead {
  /// The head as the one line of a file: `gavel-audit 1 INDEX DIGEST`. With an index of 20 digits
  /// the line is as long as any other with the same hash, and can be written over it.
  public var text: String {
    let digits = String(index)
    let zeros = String(repeating: "0", count: 20 - digits.utf8.count)
    return "gavel-audit 1 \(zeros)\(digits) \(digest.hexadecimal)\n"
  }

  /// Reads `text`; nil when it is anything else.
  public init?(text: String) {
    let fields = text.split(whereSeparator: \.isWhitespace)
    guard fields.count == 4, fields[0] == "gavel-audit", fields[1] == "1",
      let index = Int64(fields[2]), index >= 0,
      let digest = AuditDigest(hexadecimal: String(fields[3])), !digest.bytes.isEmpty
    else { return nil }
    self.init(index: index, digest: digest)
  }
}
