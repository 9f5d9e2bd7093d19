public import LiveComments
import TerminalGrid

/// A comment as one plain line: for pipes, for screen readers, for whoever wants no redraw.
///
/// Everything that came from outside goes through the sanitiser; a line never breaks.
public struct CommentLine: Sendable {
  /// Minutes east of UTC at a moment, for the times that are shown.
  private let utcOffset: @Sendable (Timestamp) -> Int

  public init(utcOffset: @escaping @Sendable (Timestamp) -> Int) {
    self.utcOffset = utcOffset
  }

  /// `20:15:03 name: content`, with what a reader has to know of the author and the state.
  public func text(_ comment: Comment, answering parent: Comment? = nil) -> String {
    var line = time(comment.createdAt)
    if let mark = Self.mark(comment.state) { line += " [\(mark)]" }
    if comment.role != .viewer { line += " [\(comment.role.rawValue)]" }
    line += " " + SafeText(comment.userName).description
    if let parent { line += " (to \(SafeText(parent.userName).description))" }
    return line + ": " + SafeText(comment.content).description
  }

  /// A comment was retracted. Its text is not said again.
  public func retraction(of comment: Comment?) -> String {
    guard let comment else { return "-- an older comment was retracted" }
    return "-- the comment of \(SafeText(comment.userName).description) at "
      + "\(time(comment.createdAt)) was retracted"
  }

  private func time(_ timestamp: Timestamp) -> String {
    let minutes = Int64(utcOffset(timestamp))
    let local = Timestamp(milliseconds: timestamp.milliseconds + minutes * 60_000)
    return String(local.rfc3339.dropFirst("2026-01-31T".count).prefix("23:59:59".count))
  }

  /// What only moderators, and the author of a held comment, see.
  private static func mark(_ state: CommentState) -> String? {
    switch state {
    case .visible: nil
    case .held: "held"
    case .deleted: "deleted"
    case .shadowBanned: "shadow-banned"
    }
  }
}
