internal import TerminalGrid

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Cells seen as rows of bytes. A cell is three 64-bit integers without padding, so rows can be
/// compared and fingerprinted as memory: that is what a frame's cost mostly is.
enum CellRows {
  static func areEqual(
    _ one: [Cell], row: Int, _ other: [Cell], row otherRow: Int, columns: Int
  ) -> Bool {
    let length = columns * MemoryLayout<Cell>.stride
    return one.withUnsafeBytes { one in
      other.withUnsafeBytes { other in
        guard let left = one.baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left + row * length, right + otherRow * length, length) == 0
      }
    }
  }

  /// A number that differs, almost certainly, between rows that differ.
  static func fingerprint(_ cells: [Cell], row: Int, columns: Int) -> UInt64 {
    let words = 3
    return cells.withUnsafeBytes { bytes in
      var value: UInt64 = 0
      for offset in stride(from: row * columns, to: (row + 1) * columns, by: 1) {
        let place = offset * words * 8
        let low = bytes.load(fromByteOffset: place, as: UInt64.self)
        let high = bytes.load(fromByteOffset: place + 8, as: UInt64.self)
        let style = bytes.load(fromByteOffset: place + 16, as: UInt64.self)
        // Odd constants from xxHash; the rotation carries high bits down.
        value ^= low &* 0x9E37_79B1_85EB_CA87 &+ high &* 0xC2B2_AE3D_27D4_EB4F
        value = (value ^ style) &* 0x1656_67B1_9E37_79F9
        value = value << 31 | value >> 33
      }
      return value
    }
  }
}
