import ClientCore
import LiveComments

/// What holds for everybody on the stream.
extension Model {
  mutating func setLock(_ isLocked: Bool, reason: String?) -> [Effect] {
    let inverse = ModerationRequest(action: stream.locked ? .lock : .unlock)
    return carryOut(
      [ModerationRequest(action: isLocked ? .lock : .unlock, reason: reason)],
      done: isLocked ? "locked the stream" : "unlocked the stream", inverse: [.request(inverse)])
  }

  mutating func setSlowMode(_ seconds: Int, reason: String?) -> [Effect] {
    // Before the first event the ledger does not know; then what holds is the best guess.
    let ledger = session.feed.ledger
    let before =
      decisions.last(.slowMode)?.request.seconds
      ?? (ledger.slowModeModSeq > .zero ? ledger.slowModeSeconds : session.stream.slowModeSeconds)
    return carryOut(
      [ModerationRequest(action: .slowMode, seconds: seconds, reason: reason)],
      done: seconds > 0 ? "slow mode: one comment every \(seconds) s" : "slow mode off",
      inverse: [.request(ModerationRequest(action: .slowMode, seconds: before))])
  }

  mutating func setLevel(_ level: LevelChoice, reason: String?) -> [Effect] {
    let before = decisions.last(.setLevel)?.request.level ?? session.feed.ledger.level
    return carryOut(
      [ModerationRequest(action: .setLevel, level: level, reason: reason)],
      done: "level: \(level.rawValue)",
      inverse: [.request(ModerationRequest(action: .setLevel, level: before))])
  }
}
