import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// The terminal says whether it has the focus. Reading stops when a view that follows the stream
  /// loses it.
  mutating func noteFocus(gained: Bool) {
    guard gained != hasFocus else { return }
    hasFocus = gained
    guard frozen == nil else { return }
    if gained { lookAgain() } else { lookAway() }
  }

  /// Reading stops here: what comes from now on is new.
  mutating func lookAway() {
    let time = TimeOfDay(clock.time, utcOffset: clock.utcOffset).hoursAndMinutes
    lastLook = FeedMark(
      after: session.feed.lastSeenSeq, text: "since you last looked, at \(time)")
  }

  /// Reading goes on at the newest comments. Where nothing has come meanwhile nothing is marked,
  /// because what comes now is read as it comes.
  mutating func lookAgain() {
    guard let mark = lastLook, hasFocus else { return }
    if session.feed.timeline.last.map({ $0.seq <= mark.after }) ?? true { lastLook = nil }
  }

  /// Selects the first comment that came after reading stopped.
  mutating func selectFirstNew() {
    let seq: Seq
    if let frozen, frozen.newComments > 0 {
      guard !frozen.hasMarks else {
        say("unmark first: the new comments are not in this view", .warning)
        return
      }
      seq = frozen.newestSeq
      // Another look at the stream, with what has come since.
      self.frozen = nil
      beneath = nil
      freeze()
    } else if let mark = feedContent.lastLook,
      feedContent.comments.last.map({ $0.seq > mark.after }) == true
    {
      seq = mark.after
      freeze()
    } else {
      say("nothing is new since you last looked")
      return
    }
    guard let comments = frozen?.content.comments, let area = layout?.feed else { return }
    let index = comments.index(atOrAfter: seq.advanced(by: 1))
    guard index < comments.count else { return }
    showNearTop(index, rows: area.rows)
    select(index: index)
  }

  /// Scrolls so that the comment is near the top, with what is before it in sight.
  mutating func showNearTop(_ index: Int, rows: Int) {
    frozen?.scroll = FeedScroll(index: index, line: -min(2, rows / 4))
    settleView(refilling: true)
  }
}
