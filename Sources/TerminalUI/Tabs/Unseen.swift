import LiveComments
import TerminalGrid

/// What came to a stream while another one was shown.
struct Unseen: Sendable, Hashable {
  /// Beyond this it is not counted on, and nothing is drawn for more.
  static let most = 100

  private(set) var comments = 0
  /// Whether one of them names the user.
  private(set) var isMentioned = false

  var isEmpty: Bool { comments == 0 }

  mutating func add(_ arrived: [Comment], mentioning you: User?) {
    comments = min(Self.most, comments + arrived.count)
    guard !isMentioned, let you, let mention = Mention(of: you.userName) else { return }
    isMentioned = arrived.contains { comment in
      comment.userID != you.userID && comment.state == .visible
        && !mention.columns(in: SafeText(comment.content)).isEmpty
    }
  }

  /// How many, as the strip says it.
  var count: String { comments >= Self.most ? "\(Self.most - 1)+" : "\(comments)" }
}
