import LiveComments
import NIOCore
import ServerCore

/// What a stream holds of reactions on one event loop.
struct LoopReactions {
  var intake = ReactionIntake()
  var isReportScheduled = false
  /// The version that the last pass brought along.
  var passedVersion = 0

  /// How long a loop sums up before it tells the hub.
  static let reportInterval = TimeAmount.milliseconds(100)
  /// How long a frame waits for a pass to ride on: as long as flushes are apart at most.
  static let ride = TimeAmount.milliseconds(120)
}

extension LoopStream {
  /// Counts a reaction, whose sender may react.
  func take(_ reaction: Reaction, from audience: Audience) -> ReactionIntake.Outcome {
    let outcome = reactions.intake.take(
      reaction, from: audience, isKnown: { view.reactions?.has($0) ?? false },
      find: { view.comment($0) })
    if outcome == .taken, !reactions.isReportScheduled {
      reactions.isReportScheduled = true
      loop.eventLoop.assumeIsolated().scheduleTask(in: LoopReactions.reportInterval) {
        self.reportReactions()
      }
    }
    return outcome
  }

  /// Tells the hub what has been summed up.
  func reportReactions() {
    reactions.isReportScheduled = false
    guard !reactions.intake.isEmpty else { return }
    hub.add(reactions.intake.takeDelta())
  }

  /// Remembers a comment that the log was asked for.
  func learn(_ comment: Comment) {
    reactions.intake.learn(view.upToDate(comment) ?? comment)
  }

  /// A frame of totals goes along with the next pass, so that a connection is written to once; when
  /// no comments come, it gets a pass of its own.
  func receive(_ encoded: EncodedReactions) {
    view.reactions = encoded
    guard encoded.version > reactions.passedVersion else { return }
    loop.eventLoop.assumeIsolated().scheduleTask(in: LoopReactions.ride) {
      if encoded.version > self.reactions.passedVersion { self.pass() }
    }
  }
}
