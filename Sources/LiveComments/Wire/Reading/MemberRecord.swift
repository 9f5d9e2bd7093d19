/// A member of an object that was read into a variable: once, or the reading fails.
///
/// Two members of one name are two meanings: the reader that takes them leaves such a text to the
/// general one, and does not choose.
struct MemberRecord<Value> {
  private(set) var value: Value?

  /// False when there is nothing to set, or when it was set before.
  mutating func set(_ value: Value?) -> Bool {
    guard let value, self.value == nil else { return false }
    self.value = value
    return true
  }
}

extension UnsafeBufferPointer<UInt8> {
  func spells(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }
}
