extension AuditHead {
  /// The head as the one line of a file: `gavel-audit 1 INDEX DIGEST`.
  public var text: String { "gavel-audit 1 \(index) \(digest.hexadecimal)\n" }

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
