import ClientCore
import LiveComments

/// The countdown of slow mode. The server counts from the moment at which it took this user's latest
/// comment, whatever became of it and from whichever client it came.
extension Model {
  /// Seconds until slow mode lets this user post again; 0 when it does not hold.
  var slowModeSecondsLeft: Int {
    guard session.stream.slowModeSeconds > 0, session.you?.role == .viewer,
      let last = compose.lastAccepted
    else { return 0 }
    let end = last + .seconds(session.stream.slowModeSeconds)
    return end > clock.instant ? Figure.seconds(end - clock.instant) : 0
  }

  /// The server took a comment of this user when its clock said `time`.
  mutating func notePost(at time: Timestamp) {
    let here = time.milliseconds + Int64(samples.skew.least ?? 0)
    // What is here has been made, whatever the clocks say.
    let age = max(0, clock.time.milliseconds - here)
    let made = clock.instant + .milliseconds(-age)
    compose.lastAccepted = max(compose.lastAccepted ?? made, made)
  }

  /// Own comments may come from another client of the same user.
  mutating func notePosts(among comments: [Comment]) {
    guard let me = session.you?.userID else { return }
    // By index, so that no comment is copied: on a fast stream hardly any is the reader's.
    for index in comments.indices where comments[index].userID == me {
      notePost(at: comments[index].createdAt)
    }
  }

  /// The server says itself how long this user has to wait: that counts, whatever was known here.
  mutating func noteSlowMode(_ problem: Problem) {
    guard let milliseconds = problem.retryAfterMilliseconds, milliseconds > 0 else { return }
    let wait = Duration.milliseconds(milliseconds)
    // No wait is longer than its interval: the one known here is out of date then.
    let interval = max(.seconds(session.stream.slowModeSeconds), wait)
    compose.lastAccepted = clock.instant + (wait - interval)
  }
}
