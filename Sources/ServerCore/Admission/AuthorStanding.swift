public import LiveComments

/// How long a mute holds.
public enum Mute: Sendable, Hashable {
  case indefinitely
  case until(Timestamp)

  public func holds(at time: Timestamp) -> Bool {
    switch self {
    case .indefinitely: true
    case .until(let end): time < end
    }
  }
}

/// What moderation has decided about one author, as far as posting in one stream goes.
public struct AuthorStanding: Sendable, Hashable {
  /// The stream's own mute.
  public var mute: Mute?
  /// The mute of scope `*`: a register of its own, and either mutes.
  public var muteEverywhere: Mute?
  public var isShadowBanned: Bool

  public init(mute: Mute? = nil, muteEverywhere: Mute? = nil, isShadowBanned: Bool = false) {
    self.mute = mute
    self.muteEverywhere = muteEverywhere
    self.isShadowBanned = isShadowBanned
  }

  /// The mute that holds longest at `time`; nil when the author may post.
  public func effectiveMute(at time: Timestamp) -> Mute? {
    let holding = [mute, muteEverywhere].compactMap(\.self).filter { $0.holds(at: time) }
    return holding.max { $0.end < $1.end }
  }
}

extension Mute {
  fileprivate var end: Timestamp {
    switch self {
    case .indefinitely: Timestamp(milliseconds: .max)
    case .until(let end): end
    }
  }
}
