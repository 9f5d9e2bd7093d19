/// How hot a stream is: the named mitigation levels of design §8, from calm to overloaded.
public enum Level: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  case normal, busy, hot, critical

  public static func < (lhs: Level, rhs: Level) -> Bool { lhs.rank < rhs.rank }

  private var rank: Int {
    switch self {
    case .normal: 0
    case .busy: 1
    case .hot: 2
    case .critical: 3
    }
  }
}

/// What `set_level` asks for: the automatic policy, or one level whatever the load.
public enum LevelChoice: Sendable, Hashable, RawRepresentable, Codable {
  case auto
  case fixed(Level)

  public init?(rawValue: String) {
    if rawValue == "auto" {
      self = .auto
    } else if let level = Level(rawValue: rawValue) {
      self = .fixed(level)
    } else {
      return nil
    }
  }

  public var rawValue: String {
    switch self {
    case .auto: "auto"
    case .fixed(let level): level.rawValue
    }
  }
}
