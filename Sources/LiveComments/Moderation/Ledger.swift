/// The fold over moderation events (design §5.4): a set of registers, each decided by its own
/// highest `mod_seq`, in whatever order the events arrive. Server and client use the same one.
public struct Ledger: Sendable {
  /// The highest `mod_seq` that was applied.
  public private(set) var latestModSeq: ModSeq = .zero
  /// Registers of comments at or below this position may have been discarded.
  public private(set) var horizon: Seq = .zero
  /// The highest `mod_seq` that was discarded at the horizon.
  public private(set) var horizonModSeq: ModSeq = .zero
  /// Events up to here are not known one by one: copies of comments reflect them.
  public private(set) var baseModSeq: ModSeq = .zero

  public init() {}
}
