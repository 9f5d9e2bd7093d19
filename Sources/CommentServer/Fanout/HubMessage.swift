import LiveComments
import ServerCore

/// What a stream's hub tells the event loops that have viewers of it. Each loop receives all of it,
/// in the order in which it was said.
enum HubMessage: Sendable {
  /// The first message: where the stream stands.
  case opened(StreamView, StreamStatus)
  /// Comments that follow the last flush.
  case flush([EncodedComment], upto: Seq)
  /// Events that follow the last ones; they do not wait for a flush.
  case moderation([EncodedEvent], upto: ModSeq, controls: StreamControls?)
  /// The spans that the message after it comes from; only when somebody traces.
  case causes(SpanCauses)
  case status(StreamStatus)
  /// Asks how the loop's connections fare; the answer goes to `StreamHub.loaded`.
  case measure
  case reactions(EncodedReactions)
  /// The log could not say where the stream stands.
  case failed
}

/// A stream's condition, as `status` and `welcome` say it.
struct StreamStatus: Sendable, Equatable {
  var level: Level = .normal
  var slowModeSeconds = 0
  var isLocked = false
  /// Why the level is what it is.
  var reason: String?
  /// Over all loops.
  var viewers = 0
  var commentsPerSecond = 0.0
  /// How the stream fared lately; nil until somebody has looked.
  var load: LoadReport?

  /// What `controls` say about it under `table`; the rest stays. A reason is for one level only.
  mutating func follow(_ controls: StreamControls, under table: DegradationTable) {
    slowModeSeconds = table.slowModeSeconds(under: controls)
    isLocked = controls.isLocked
    if level != controls.effectiveLevel || reason == Self.overridden { reason = nil }
    level = controls.effectiveLevel
    if case .fixed = controls.level { reason = Self.overridden }
  }

  private static let overridden = "set by a moderator"
}
