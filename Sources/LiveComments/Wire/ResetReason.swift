/// Why a position cannot be honoured.
public enum ResetReason: String, Sendable, Hashable, Codable, CaseIterable {
  /// The position belongs to another incarnation of the log.
  case epoch
  /// The log no longer holds what follows the position.
  case trimmed
  /// The log has not come as far as the position.
  case future
}
