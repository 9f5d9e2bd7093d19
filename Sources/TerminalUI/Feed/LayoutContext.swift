import LiveComments
import TerminalGrid

/// Everything besides the comment itself that its layout depends on.
struct LayoutContext: Hashable {
  let columns: FeedColumns
  let me: UserID?
  let mention: Mention?
  let badges: Theme.Badges
  /// Seconds east of UTC.
  let utcOffset: Int

  init(
    columns: Int, times: TimeStyle = .absolute, me: User?, badges: Theme.Badges, utcOffset: Int
  ) {
    self.columns = FeedColumns(total: columns, times: times)
    self.me = me?.userID
    mention = me.flatMap { Mention(of: $0.userName) }
    self.badges = badges
    self.utcOffset = utcOffset
  }
}
