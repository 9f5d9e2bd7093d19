/// What a moderation event does. An action that this version does not know advances the position
/// and is otherwise ignored.
public enum ModerationAction: Sendable, Hashable {
  case delete, restore, hold, approve, reject
  case purgeUser
  case mute, unmute
  case shadowBan, liftShadowBan
  case slowMode
  case lock, unlock
  case pin, unpin
  case setLevel
  case setRules
  case flag
  case unknown(String)
}

extension ModerationAction: RawRepresentable, CaseIterable, Codable, CustomStringConvertible {
  /// Every action that this version knows.
  public static let allCases: [ModerationAction] = [
    .delete, .restore, .hold, .approve, .reject, .purgeUser, .mute, .unmute, .shadowBan,
    .liftShadowBan, .slowMode, .lock, .unlock, .pin, .unpin, .setLevel, .setRules, .flag,
  ]

  private static let byName = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  public init(rawValue: String) {
    self = Self.byName[rawValue] ?? .unknown(rawValue)
  }

  public var rawValue: String {
    switch self {
    case .delete: "delete"
    case .restore: "restore"
    case .hold: "hold"
    case .approve: "approve"
    case .reject: "reject"
    case .purgeUser: "purge_user"
    case .mute: "mute"
    case .unmute: "unmute"
    case .shadowBan: "shadow_ban"
    case .liftShadowBan: "lift_shadow_ban"
    case .slowMode: "slow_mode"
    case .lock: "lock"
    case .unlock: "unlock"
    case .pin: "pin"
    case .unpin: "unpin"
    case .setLevel: "set_level"
    case .setRules: "set_rules"
    case .flag: "flag"
    case .unknown(let name): name
    }
  }

  public var description: String { rawValue }
}
