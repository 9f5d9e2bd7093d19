import Crypto
import Foundation
public import ServerCore

extension TextFolding {
  /// With Foundation's tables for Unicode normalisation form KD.
  public static let standard = TextFolding { $0.decomposedStringWithCompatibilityMapping }
}

/// The hash of the audit chain.
enum AuditHashing {
  static let sha256: AuditHash = { Array(SHA256.hash(data: $0)) }
}
