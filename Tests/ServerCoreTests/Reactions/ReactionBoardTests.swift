import LiveComments
import ServerCore
import Testing

@Suite("The totals of a stream's reactions")
struct ReactionBoardTests {
  private func emoji(_ text: String) throws -> Emoji { try #require(Emoji(text)) }

  /// The different emojis of one block.
  private func emojis(_ count: Int) throws -> [Emoji] {
    try (0..<count).map { index in
      let scalar = try #require(Unicode.Scalar(UInt32(0x1F400 + index)))
      return try emoji(String(Character(scalar)))
    }
  }

  private func delta(
    _ reactions: [(Emoji, Int, Comment?)]
  ) throws -> ReactionDelta {
    var intake = ReactionIntake()
    for (emoji, count, comment) in reactions {
      let reaction = try Reaction(emoji: emoji, count: count, commentID: comment?.commentID)
      #expect(intake.take(reaction, from: .moderators) { _ in comment } == .taken)
    }
    return intake.takeDelta()
  }

  private func current(_ comment: Comment) -> Comment? { nil }

  @Test("sums by emoji, of the stream and of comments apart, and shows them once per window")
  func sums() throws {
    let fire = try emoji("🔥")
    var board = ReactionBoard()
    #expect(board.closeWindow() == false)
    let first = try delta([(fire, 2, nil), (fire, 3, nil), (fire, 1, .sample(1))])
    #expect(first.total == 6)
    #expect(board.add(first, current: current).isEmpty == true)
    #expect(board.closeWindow() == true)
    #expect(board.closeWindow() == false)
    #expect(board.counts == ["🔥": 5])
    let shown = board.snapshot
    #expect(shown.comments.map(\.comment.seq) == [1])
    #expect(shown.comments.first?.counts.map(\.count) == [1])
    _ = board.add(try delta([(fire, 1, nil)]), current: current)
    #expect(board.closeWindow() == true)
    #expect(board.counts == ["🔥": 6])
    // Totals of a comment stay in the frames: whoever missed one learns them from the next.
    #expect(board.snapshot.comments.map(\.comment.seq) == [1])
  }

  @Test("holds 64 emojis: a new one takes a place when more have used it than the rarest there")
  func kinds() throws {
    let all = try emojis(64)
    let fire = try emoji("🔥")
    var board = ReactionBoard()
    for emoji in all { _ = board.add(try delta([(emoji, 3, nil)]), current: current) }
    _ = board.add(try delta([(fire, 3, nil)]), current: current)
    #expect(board.counts.count == Limits.reactionKinds)
    #expect(board.counts["🔥"] == nil)
    _ = board.add(try delta([(fire, 1, nil)]), current: current)
    #expect(board.counts.count == Limits.reactionKinds)
    #expect(board.counts["🔥"] == 4)
  }

  @Test("oddities push out nothing that many have used, however many come")
  func oddities() throws {
    let all = try emojis(200)
    var board = ReactionBoard()
    for emoji in all.prefix(64) {
      for _ in 0..<20 { _ = board.add(try delta([(emoji, 50, nil)]), current: current) }
    }
    for emoji in all.dropFirst(64) {
      _ = board.add(try delta([(emoji, 50, nil)]), current: current)
    }
    #expect(Set(board.counts.keys) == Set(all.prefix(64).map(\.text)))
    #expect(board.counts.values.allSatisfy { $0 == 1_000 } == true)
  }

  @Test("shows the 50 comments of the latest windows, those with most reactions first")
  func mostActive() throws {
    let fire = try emoji("🔥")
    var board = ReactionBoard()
    for number in 1...60 {
      let seq = try #require(Seq(rawValue: Int64(number)))
      _ = board.add(try delta([(fire, min(number, 50), .sample(seq))]), current: current)
    }
    #expect(board.closeWindow() == true)
    let seqs = board.snapshot.comments.map(\.comment.seq.rawValue)
    #expect(seqs.count == Limits.reactionComments)
    #expect(seqs.min() == 11)
    _ = board.add(try delta([(fire, 1, .sample(1))]), current: current)
    #expect(board.closeWindow() == true)
    #expect(board.snapshot.comments.map(\.comment.seq.rawValue).first == 1)
    #expect(board.snapshot.comments.count == Limits.reactionComments)
  }

  @Test("earlier totals of a comment are read before anything is added to them")
  func readsBefore() throws {
    let fire = try emoji("🔥")
    var board = ReactionBoard(StoredReactions(), latest: 10)
    let unknown = board.add(
      try delta([(fire, 1, .sample(3)), (fire, 1, .sample(11))]), current: current)
    #expect(unknown.map(\.seq) == [3])
    #expect(board.add(try delta([(fire, 2, .sample(3))]), current: current).isEmpty == true)
    #expect(board.closeWindow() == true)
    #expect(board.snapshot.comments.map(\.comment.seq) == [11])
    board.learn([Comment.sample(3).commentID: [fire: 5]])
    #expect(board.closeWindow() == true)
    #expect(board.snapshot.comments.first?.counts.map(\.count) == [8])
    #expect(board.takeUnwritten()?.comments[3] == [fire: 8])
  }

  @Test("hands out what is to be written once, as totals")
  func writes() throws {
    let fire = try emoji("🔥")
    var board = ReactionBoard()
    #expect(board.takeUnwritten() == nil)
    _ = board.add(try delta([(fire, 2, nil), (fire, 1, .sample(4))]), current: current)
    #expect(board.takeUnwritten() == ReactionRecord(stream: [fire: 2], comments: [4: [fire: 1]]))
    #expect(board.takeUnwritten() == nil)
    _ = board.add(try delta([(fire, 1, .sample(4))]), current: current)
    #expect(board.takeUnwritten() == ReactionRecord(stream: nil, comments: [4: [fire: 2]]))
  }

  @Test("follows moderation, and says whether what is shown reads otherwise")
  func moderation() throws {
    let fire = try emoji("🔥")
    var board = ReactionBoard()
    let comment = Comment.sample(1)
    _ = board.add(try delta([(fire, 1, comment)]), current: current)
    _ = board.closeWindow()
    var generator = SeededGenerator(seed: 1)
    let at = Timestamp(milliseconds: 0)
    let deletion = ModerationEvent(
      modSeq: 1, moderationID: ModerationID(at: at, using: &generator), action: .delete, at: at,
      targets: [.init(commentID: comment.commentID, seq: 1, state: .deleted)])
    let elsewhere = ModerationEvent(
      modSeq: 2, moderationID: ModerationID(at: at, using: &generator), action: .delete, at: at,
      targets: [.init(commentID: .sample(2), seq: 2, state: .deleted)])
    #expect(board.apply(elsewhere) == false)
    #expect(board.apply(deletion) == true)
    #expect(board.snapshot.comments.map(\.comment.state) == [.deleted])
  }

  @Test(
    "a reaction is to a comment that its sender sees",
    arguments: [
      (CommentState.visible, "bob", true), (.held, "bob", false), (.held, "ada", true),
      (.deleted, "ada", false), (.shadowBanned, "bob", false), (.shadowBanned, "ada", true),
    ])
  func visibility(_ state: CommentState, _ reader: String, _ isTaken: Bool) throws {
    var intake = ReactionIntake()
    let comment = Comment.sample(1, by: "ada", state: state)
    let reaction = try Reaction(
      emoji: try emoji("🔥"), count: 1, commentID: comment.commentID)
    let outcome = intake.take(reaction, from: .user(UserID(rawValue: reader))) { _ in comment }
    #expect(outcome == (isTaken ? .taken : .refused(ReactionIntake.unknownComment)))
    #expect(intake.isEmpty == !isTaken)
  }

  @Test("an unknown comment is asked for; more kinds than there is room for are refused")
  func bounds() throws {
    var intake = ReactionIntake()
    let toUnknown = try Reaction(emoji: try emoji("🔥"), count: 1, commentID: .sample(1))
    #expect(intake.take(toUnknown, from: .everyone) { _ in nil } == .unknown(.sample(1)))
    var refused = 0
    for emoji in try emojis(150) {
      let reaction = try Reaction(emoji: emoji, count: 1, commentID: nil)
      if intake.take(reaction, from: .everyone, find: { _ in nil }) != .taken { refused += 1 }
    }
    #expect(refused == 22)
    // What the totals have already is taken however many oddities came before it.
    let fire = try Reaction(emoji: try emoji("🔥"), count: 1, commentID: nil)
    var board = ReactionBoard()
    _ = board.add(try delta([(fire.emoji, 1, nil)]), current: current)
    let isTaken = intake.take(
      fire, from: .everyone, isKnown: { [board] in board.has($0) }, find: { _ in nil })
    #expect(isTaken == .taken)
    #expect(intake.takeDelta().stream.count == 129)
    #expect(intake.isEmpty)
  }
}
