import ClientCore
import LiveComments
import TerminalGrid

/// The row above a reply that shows what it answers.
///
/// It has its row whether the answered comment is known or not, and is made anew for each frame:
/// what it quotes may be retracted, and what it did not know may come with a page of older comments.
struct ReplyQuote {
  let text: SafeText

  init(
    of id: CommentID, in content: FeedContent, for reader: UserID?, moderates: Bool, columns: Int
  ) {
    let arrow = SafeText("↳ ")
    guard let comment = content.comments[id] else {
      text = (arrow + SafeText("an earlier comment")).truncated(columns: columns)
      return
    }
    let name = SafeText(comment.userName, limit: Self.nameScalars).truncated(columns: 16)
    let isGone =
      switch content.changes[id] {
      case .retracted: true
      case .updated(let changed): !changed.isShown(to: reader, moderates: moderates)
      case nil: !comment.isShown(to: reader, moderates: moderates)
      }
    let quote =
      isGone ? SafeText("— removed —") : SafeText(comment.content, limit: Self.contentScalars)
    text = (arrow + name + SafeText(": ") + quote).truncated(columns: columns)
  }

  /// A name has at most 64 scalars (`Limits.user`), each with at most four marks.
  private static let nameScalars = 320
  /// More than a row shows.
  private static let contentScalars = 400
}
