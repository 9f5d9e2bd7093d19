import LiveComments

/// Decides when a frame is painted: at once after a key, else at most 60 times a second.
struct FramePacer {
  static let interval = Duration.microseconds(16_667)

  private var lastFrame: Instant?
  private var isDirty = false

  /// Something may have changed what is to be seen.
  mutating func invalidate() { isDirty = true }

  /// When the next frame is due; nil while nothing has changed.
  var deadline: Instant? {
    guard isDirty else { return nil }
    return lastFrame.map { $0 + Self.interval } ?? Instant(microseconds: .min)
  }

  /// Whether to paint now. `isUrgent` after a key: the hand is faster than the eye.
  mutating func shouldPaint(at now: Instant, isUrgent: Bool) -> Bool {
    guard let deadline, isUrgent || deadline <= now else { return false }
    isDirty = false
    lastFrame = now
    return true
  }
}
