public import LiveComments

/// What moderation has decided about one author, as far as posting in one stream goes.
public struct AuthorStanding: Sendable, Hashable {
  /// The stream's own mute.
  public var mute: Mute
  /// The mute of scope `*`: a register of its own, and either mutes.
  public var muteEverywhere: Mute
  public var isShadowBanned: Bool

  public init(mute: Mute = .none, muteEverywhere: Mute = .none, isShadowBanned: Bool = false) {
    self.mute = mute
    self.muteEverywhere = muteEverywhere
    self.isShadowBanned = isShadowBanned
  }

  /// The mute that holds longest at `time`; `none` when the author may post.
  public func effectiveMute(at time: Timestamp) -> Mute {
    let holding = [mute, muteEverywhere].filter { $0.holds(at: time) }
    return holding.max { $0.end < $1.end } ?? .none
  }
}

extension Mute {
  fileprivate var end: Timestamp {
    switch self {
    case .none: Timestamp(milliseconds: .min)
    case .until(let end): end
    case .indefinite: Timestamp(milliseconds: .max)
    }
  }
}
