import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct CommentLayoutTests {
  private func lines(_ content: String, columns: Int, me: User? = nil) -> CommentLayout {
    CommentLayout(
      Stage.comment(1, "bob", content),
      in: LayoutContext(columns: columns, me: me, badges: Theme.Badges(), utcOffset: 0))
  }

  @Test("content is wrapped to its column at every width", arguments: [24, 49, 50, 60, 100, 400])
  func wrapping(_ columns: Int) {
    for comment in Stage.chat {
      let layout = lines(comment.content, columns: columns)
      let width = FeedColumns(total: columns).content
      #expect(layout.lines.allSatisfy { $0.text.columns <= width })
      let words = layout.lines.map(\.text.description).joined(separator: " ")
      #expect(
        words.filter { !$0.isWhitespace }
          == SafeText(comment.content).description.filter {
            !$0.isWhitespace
          })
    }
  }

  @Test(
    "a mention of the user is found whatever its case, and nowhere inside a word",
    arguments: [
      ("hey Alice!", [4..<9]), ("@alice, alice", [1..<6, 8..<13]), ("malice and alices", []),
      ("日本 ALICE", [5..<10]), ("alice", [0..<5]), ("ali ce", []), ("", []),
    ])
  func mentions(_ content: String, _ ranges: [Range<Int>]) throws {
    let mention = try #require(Mention(of: "alice"))
    #expect(mention.columns(in: SafeText(content)) == ranges)
    #expect(lines(content, columns: 80, me: Stage.alice).mentionsMe == !ranges.isEmpty)
  }

  @Test("one's own comments mention nobody")
  func ownComments() {
    let layout = CommentLayout(
      Stage.comment(1, "alice", "alice here"),
      in: LayoutContext(columns: 80, me: Stage.alice, badges: Theme.Badges(), utcOffset: 0))
    #expect(!layout.mentionsMe)
    #expect(layout.isOwn)
  }

  @Test(
    "a moderator is told what others do not see, and why",
    arguments: [
      (CommentState.deleted, "[deleted by u-mod: spam] hi"), (.held, "[held by u-mod: spam] hi"),
      (.shadowBanned, "[shadow-banned by u-mod: spam] hi"), (.visible, "hi"),
    ])
  func states(_ state: CommentState, _ text: String) {
    var comment = Stage.comment(1, "bob", "hi")
    comment.state = state
    comment.moderation = Comment.Moderation(
      actor: "u-mod", action: .delete, reason: "spam", at: Stage.start)
    let layout = CommentLayout(
      comment,
      in: LayoutContext(columns: 80, me: nil, badges: Theme.Badges(), utcOffset: 0))
    #expect(layout.lines.map(\.text.description) == [text])
    #expect(layout.contentAttributes == (state == .deleted ? .strikethrough : []))
  }

  @Test("the layout of a comment changes with its state, though it is remembered")
  func invalidation() {
    let context = LayoutContext(columns: 80, me: nil, badges: Theme.Badges(), utcOffset: 0)
    var layouts = CommentLayouts()
    var comment = Stage.comment(1, "bob", "hi")
    _ = layouts.layout(comment, in: context)
    comment.state = .held
    let layout = layouts.layout(comment, in: context)
    #expect(layout.lines.map(\.text.description) == ["[held] hi"])
  }

  @Test("remembered layouts are bounded, and still right after many others")
  func bounded() {
    let context = LayoutContext(columns: 80, me: nil, badges: Theme.Badges(), utcOffset: 0)
    var layouts = CommentLayouts()
    for seq in Int64(1)...10_000 {
      let layout = layouts.layout(Stage.comment(seq, "bob", "comment \(seq)"), in: context)
      #expect(layout.lines.first?.text.description == "comment \(seq)")
    }
    #expect(layouts.count <= 2 * CommentLayouts.generation)
  }

  @Test("hostile text stays in its cells")
  func hostile() {
    var stage = Stage()
    let esc = "\u{1B}"
    stage.goLive([
      Stage.comment(
        1, "evil\(esc)[2Jname", "\(esc)]0;title\u{7}\u{9B}31mred\u{202E}evil\u{202C}\r\nsecond"),
      Stage.comment(2, "z\(String(repeating: "\u{301}", count: 64))", "a\u{8}\u{8}b"),
    ])
    let screen = stage.screen()
    #expect(
      !screen.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    #expect(!screen.unicodeScalars.contains("\u{202E}"))
    #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count == 24)
  }
}
