import ClientCore
import LiveComments
import TerminalGrid
import TerminalUI

/// A small screen of the client, so that a theme can be seen at work: drawn by the client's own view.
enum ThemeScene {
  static let size = TerminalSize(columns: 78, rows: 14)

  /// A moderator has frozen the view and selected a comment.
  static func screen(_ theme: Theme) -> Grid {
    var grid = Grid(size: size)
    // Both are well formed.
    guard let streamID = StreamID(rawValue: "finals"), let epoch = Epoch(rawValue: "preview") else {
      return grid
    }
    var model = Model(
      session: Session(streamID: streamID, seed: 1), settings: Settings(), theme: theme, size: size,
      clock: ClockReading(instant: Instant(milliseconds: 0), time: time, utcOffset: 0))
    let comments = comments(streamID)
    let latest = comments.last?.seq ?? .zero
    let page = CommentPage(
      streamID: streamID, epoch: epoch, after: .zero, upto: latest, latestSeq: latest,
      latestModSeq: .zero, comments: comments)
    let welcome = ServerFrame.Welcome(
      streamID: streamID, epoch: epoch, connectionID: "preview",
      you: User(userID: "ada", userName: "ada", role: .moderator), latestSeq: latest,
      latestModSeq: .zero, heartbeatMilliseconds: 15_000, resume: .inline, reason: nil,
      state: ServerFrame.State(
        level: .normal, slowModeSeconds: 30, locked: false, viewers: 1_204,
        pins: Array(comments.prefix(1)), reactions: [:]))
    let inputs: [SessionInput] = [
      .start, .joined(.success(page)), .opened, .frame(.welcome(welcome)),
    ]
    for input in inputs { _ = update(&model, .session(input)) }
    for _ in 0..<3 { _ = update(&model, .terminal(.key(.character("k")))) }
    var layouts = CommentLayouts()
    view(model, into: &grid, layouts: &layouts)
    return grid
  }

  /// 2026-01-31, 14:05 UTC.
  private static let time = Timestamp(milliseconds: 1_769_868_300_000)

  private static func comments(_ streamID: StreamID) -> [Comment] {
    var generator = SeededGenerator(seed: 1)
    let lines: [(name: String, role: Role, content: String)] = [
      ("olga", .owner, "Kick-off in ten minutes."),
      ("さくら", .viewer, "こんばんは！"),
      ("max", .moderator, "Please keep the links out of here."),
      ("ada", .moderator, "and be kind"),
      ("jess_w", .viewer, "@ada will do ⚽"),
      ("hd_links", .viewer, "watch at free-tickets.example"),
      ("bridge", .service, "42 more are watching elsewhere"),
      ("łodzianka", .viewer, "kto dziś strzela?"),
    ]
    var comments = lines.enumerated().map { index, line in
      let at = Timestamp(milliseconds: time.milliseconds + Int64(index) * 7_000)
      return Comment(
        streamID: streamID, seq: Seq.zero.advanced(by: Int64(index) + 1),
        commentID: CommentID(at: at, using: &generator), userID: UserID(rawValue: line.name),
        userName: line.name, role: line.role, content: line.content, createdAt: at,
        state: .visible)
    }
    comments[4].replyTo = comments[2].commentID
    comments[5].state = .held
    comments[5].moderation = Comment.Moderation(
      actor: nil, action: .hold, reason: nil, policy: "links", at: time)
    return comments
  }
}
