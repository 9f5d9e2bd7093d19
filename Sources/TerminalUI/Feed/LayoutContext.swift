import LiveComments
import TerminalGrid

/// Everything besides the comment itself that its layout depends on.
struct LayoutContext: Hashable {
  let columns: FeedColumns
  let me: UserID?
  let mention: Mention?
  /// What the user wants to see, to light it.
  var highlights: [Query] = []
  /// What is searched for, to light it.
  var query: Query?
  let badges: Theme.Badges
  /// Seconds east of UTC.
  let utcOffset: Int
  /// Whether emote shortcodes are shown short.
  let shortensEmotes: Bool

  init(
    columns: Int, times: TimeStyle = .absolute, me: User?, badges: Theme.Badges, utcOffset: Int,
    shortensEmotes: Bool = true
  ) {
    self.columns = FeedColumns(total: columns, times: times)
    self.me = me?.userID
    mention = me.flatMap { Mention(of: $0.userName) }
    self.badges = badges
    self.utcOffset = utcOffset
    self.shortensEmotes = shortensEmotes
  }
}
