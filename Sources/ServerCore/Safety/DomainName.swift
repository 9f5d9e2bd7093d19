/// A domain name in lower-case ASCII, as `links.allow` holds it; internationalised ones by their
/// `xn--` form.
struct DomainName: Hashable {
  let rawValue: String

  /// Nil when the text is not two or more labels of letters, digits and hyphens (RFC 1123 §2.1),
  /// 63 characters each and 253 in all.
  init?(_ text: String) {
    let bytes = text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard (3...253).contains(bytes.count) else { return nil }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, labels.allSatisfy(Self.isLabel) else { return nil }
    // A name whose last label is a number is an address.
    guard labels[labels.count - 1].contains(where: { $0 > UInt8(ascii: "9") }) else { return nil }
    rawValue = String(decoding: bytes, as: UTF8.self)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    guard (1...63).contains(label.count), let first = label.first, let last = label.last,
      first != UInt8(ascii: "-"), last != UInt8(ascii: "-")
    else { return false }
    return label.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
