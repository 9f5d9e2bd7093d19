/// The extent of a terminal or a grid, in cells; at least 1×1.
public struct TerminalSize: Sendable, Hashable {
  public let columns: Int
  public let rows: Int

  /// The most columns and rows that are used of a terminal. It bounds a grid at 24 MB,
  /// whatever size a terminal claims.
  public static let maximum = 1_000

  /// Values outside 1...``maximum`` are brought to the nearer end.
  public init(columns: Int, rows: Int) {
    self.columns = min(max(columns, 1), Self.maximum)
    self.rows = min(max(rows, 1), Self.maximum)
  }
}

extension TerminalSize: CustomStringConvertible {
  /// `80x24`.
  public var description: String { "\(columns)x\(rows)" }
}
