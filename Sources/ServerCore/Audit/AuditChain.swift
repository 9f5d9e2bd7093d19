/// A cryptographic hash, passed in: SHA-256 in the server.
public typealias AuditHash = @Sendable ([UInt8]) -> [UInt8]

/// What a hash gives.
public struct AuditDigest: Sendable, Hashable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// What stands before the first record: 32 zeros.
  public static let origin = AuditDigest(bytes: [UInt8](repeating: 0, count: 32))

  /// Lower-case hexadecimal digits.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Nil when the text is not pairs of hexadecimal digits.
  public init?(hexadecimal text: String) {
    var bytes: [UInt8] = []
    var digits = text.utf8.makeIterator()
    while let high = digits.next() {
      guard let low = digits.next(), let high = Self.value(high), let low = Self.value(low) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    self.bytes = bytes
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}

/// A record's place in the chain, stored beside it.
public struct AuditLink: Sendable, Hashable {
  /// 1 for the first record of the log, and dense from there on.
  public var index: Int64
  /// The digest of the record before; `AuditDigest.origin` for the first.
  public var previous: AuditDigest
  /// The hash of `previous` and this record's canonical bytes.
  public var digest: AuditDigest

  public init(index: Int64, previous: AuditDigest, digest: AuditDigest) {
    self.index = index
    self.previous = previous
    self.digest = digest
  }
}

/// How far the chain goes, and its last digest: whoever keeps it elsewhere can tell when the end of
/// the log was cut off.
public struct AuditHead: Sendable, Hashable {
  public var index: Int64
  public var digest: AuditDigest

  public init(index: Int64, digest: AuditDigest) {
    self.index = index
    self.digest = digest
  }

  /// The head of a log without records.
  public static let origin = AuditHead(index: 0, digest: .origin)
}

/// Chains the records of a log, all its streams together, in the order of their commits.
public struct AuditChain: Sendable {
  public private(set) var head: AuditHead
  private let hash: AuditHash

  public init(from head: AuditHead = .origin, hash: @escaping AuditHash) {
    self.head = head
    self.hash = hash
  }

  /// The next link.
  public mutating func append(_ record: AuditRecord) -> AuditLink {
    let link = AuditLink(
      index: head.index + 1, previous: head.digest,
      digest: Self.digest(of: record, after: head.digest, hash: hash))
    head = AuditHead(index: link.index, digest: link.digest)
    return link
  }

  static func digest(
    of record: AuditRecord, after previous: AuditDigest, hash: AuditHash
  ) -> AuditDigest {
    AuditDigest(bytes: hash(previous.bytes + record.canonicalBytes))
  }
}
