import LiveComments

/// What decides the colour of a name: the same in every session and on every machine.
enum NameHash {
  /// FNV-1a of the `user_id`'s UTF-8, folded, and not negative. `Hasher` is seeded per process.
  static func of(_ userID: UserID) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in userID.rawValue.utf8 {
      hash ^= UInt64(byte)
      hash &*= 0x100_0000_01b3
    }
    // The low bits of FNV-1a are its weakest.
    return Int(truncatingIfNeeded: (hash ^ hash >> 32) >> 1)
  }
}
