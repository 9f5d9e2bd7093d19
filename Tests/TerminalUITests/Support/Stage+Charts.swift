import ClientCore
import LiveComments

@testable import TerminalUI

extension Stage {
  /// Lets comments arrive second by second, at most `perSecond`, in waves; each a while after the
  /// server made it.
  mutating func watch(minutes: Int, perSecond: Int) {
    for second in 0..<minutes * 60 {
      let next = model.session.feed.lastSeenSeq.rawValue + 1
      let count = 1 + (second / 7 * 5) % perSecond
      arrive(
        (0..<Int64(count)).map { offset in
          var comment = Self.comment(next + offset, "user\(offset)", "wave \(second)")
          let delay = 20 + (Int64(second) * 13 + offset * 37) % 90
          comment.createdAt.milliseconds = model.clock.time.milliseconds - delay
          return comment
        })
      pass(.seconds(1))
    }
  }
}
