import Foundation
public import ServerCore

extension Validation {
  /// With Foundation's tables for Unicode normalisation form C.
  public static let standard = Validation { $0.precomposedStringWithCanonicalMapping }
}
