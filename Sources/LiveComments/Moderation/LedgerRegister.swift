/// A value that the event with the highest `mod_seq` decides.
public struct Register<Value: Sendable>: Sendable {
  public private(set) var value: Value
  /// The event that decided.
  public private(set) var modSeq: ModSeq

  public init(_ value: Value, at modSeq: ModSeq) {
    self.value = value
    self.modSeq = modSeq
  }

  /// Takes the value when it was decided later. False, and nothing changes, otherwise.
  mutating func set(_ value: Value, at modSeq: ModSeq) -> Bool {
    guard modSeq > self.modSeq else { return false }
    self = Register(value, at: modSeq)
    return true
  }
}

extension Register: Equatable where Value: Equatable {}
extension Register: Hashable where Value: Hashable {}

/// Registers by key, bounded.
///
/// When there are more than `limit`, the older half by `mod_seq` is looked at: those at their
/// resting value leave, or all of it when none rests. What is decided at or below the highest
/// `mod_seq` that left is ignored for a key without a register, so that what was forgotten is
/// never decided by something older.
struct LedgerRegisters<Key: Hashable & Sendable, Value: Equatable & Sendable>: Sendable {
  private(set) var registers: [Key: Register<Value>] = [:]
  private var forgottenModSeq: ModSeq = .zero
  private let resting: Value
  private let limit: Int

  init(resting: Value, limit: Int) {
    self.resting = resting
    self.limit = limit
  }

  subscript(key: Key) -> Value { registers[key]?.value ?? resting }

  /// Whether the register changed hands.
  mutating func set(_ value: Value, for key: Key, at modSeq: ModSeq) -> Bool {
    if let changed = registers[key]?.set(value, at: modSeq) { return changed }
    guard modSeq > forgottenModSeq else { return false }
    registers[key] = Register(value, at: modSeq)
    if registers.count > limit { forget() }
    return true
  }

  private mutating func forget() {
    let older = registers.sorted { $0.value.modSeq < $1.value.modSeq }.prefix(
      (registers.count + 1) / 2)
    let rested = older.filter { $0.value.value == resting }
    for (key, register) in rested.isEmpty ? Array(older) : rested {
      registers[key] = nil
      forgottenModSeq = max(forgottenModSeq, register.modSeq)
    }
  }
}
