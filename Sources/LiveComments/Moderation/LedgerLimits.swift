/// How much a ledger remembers.
public struct LedgerLimits: Sendable, Hashable {
  /// Comments and purges. When there are more, the older half by `seq` is discarded and the
  /// horizon rises, so that older copies of those comments are refused instead of shown.
  public var comments = 20_000
  /// Registers of users, of each kind. When there are more, the older half by `mod_seq` is looked
  /// at: lifted ones leave, or all of it when none is lifted.
  public var users = 10_000
  /// Registers of pins; likewise. At most three are pinned at a time.
  public var pins = 256
  /// Entries beyond twice what the last sweep kept that make `discard` sweep again.
  public var sweepSlack = 256

  public init() {}

  /// For the side that decides: it must not forget a mute or a pin, and discards by itself.
  public static var unbounded: LedgerLimits {
    var limits = LedgerLimits()
    limits.comments = .max
    limits.users = .max
    limits.pins = .max
    return limits
  }
}

/// Whether and how long a user is muted.
public enum Mute: Sendable, Hashable {
  case none
  case until(Timestamp)
  /// Until it is lifted.
  case indefinite

  public func holds(at time: Timestamp) -> Bool {
    switch self {
    case .none: false
    case .until(let end): time < end
    case .indefinite: true
    }
  }
}
