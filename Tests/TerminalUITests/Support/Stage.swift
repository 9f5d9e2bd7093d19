import ClientCore
import LiveComments
import TerminalGrid

@testable import TerminalUI

/// A terminal program under test: messages in, effects and a text grid out. Time stands still until
/// `pass` moves it.
struct Stage {
  var model: Model
  /// Everything that was asked for, in order.
  var effects: [Effect] = []

  static let streamID = StreamID(rawValue: "launch")!  // matches [a-z0-9][a-z0-9_-]{0,63}
  static let epoch = Epoch(rawValue: "epoch-1")!  // matches [A-Za-z0-9_-]{1,32}
  static let alice = User(userID: "u-alice", userName: "alice", role: .viewer)
  static let ana = User(userID: "u-ana", userName: "ana", role: .moderator)
  static let owner = User(userID: "u-olga", userName: "olga", role: .owner)
  /// 14:05:09 UTC.
  static let start = Timestamp(rfc3339: "2026-01-31T14:05:09.000Z")!  // a valid time

  init(
    columns: Int = 80, rows: Int = 24, theme: Theme = .monochrome, isReadOnly: Bool = false,
    hasToken: Bool = true, keymap: Keymap = .standard, isFirstStart: Bool = false,
    ascii: Bool = false, motion: Bool = true
  ) {
    var settings = Settings()
    settings.isReadOnly = isReadOnly
    settings.hasToken = hasToken
    settings.isFirstStart = isFirstStart
    settings.ascii = ascii
    settings.motion = motion
    self.init(columns: columns, rows: rows, theme: theme, settings: settings, keymap: keymap)
  }

  init(
    columns: Int, rows: Int, theme: Theme = .monochrome, settings: Settings,
    keymap: Keymap = .standard
  ) {
    var settings = settings
    settings.themeNames = ["dark", "light", "high-contrast"]
    settings.keySeed = 7
    model = Model(
      session: Session(streamID: Self.streamID, seed: 1), settings: settings, keymap: keymap,
      theme: theme,
      size: TerminalSize(columns: columns, rows: rows),
      clock: ClockReading(
        instant: Instant(milliseconds: 1_000_000), time: Self.start, utcOffset: 0))
  }
}

extension Stage {
  mutating func send(_ message: Message) {
    effects += update(&model, message)
  }

  mutating func frame(_ frame: ServerFrame) {
    send(.session(.frame(frame)))
  }

  /// Presses keys by their names, in order.
  mutating func press(_ names: String...) {
    for name in names {
      guard let key = Key(name) else { preconditionFailure("no key is called \(name)") }
      send(.terminal(.key(key)))
    }
  }

  mutating func mouse(_ action: MouseEvent.Action, row: Int, column: Int) {
    send(.terminal(.mouse(MouseEvent(action, at: GridPosition(row: row, column: column)))))
  }

  mutating func type(_ text: String) {
    for character in text { send(.terminal(.key(.character(character)))) }
  }

  mutating func pass(_ duration: Duration) {
    var reading = model.clock
    reading.instant = reading.instant + duration
    reading.time.milliseconds += duration.components.seconds * 1_000
    send(.clock(reading))
  }

  mutating func resize(columns: Int, rows: Int) {
    send(.terminal(.resize(TerminalSize(columns: columns, rows: rows))))
  }

  /// Joins with `comments` and goes live.
  mutating func goLive(
    _ comments: [Comment] = [], you: User? = alice, viewers: Int = 1_204,
    change: (inout ServerFrame.State) -> Void = { _ in }
  ) {
    send(.session(.start))
    send(.session(.joined(.success(Self.page(comments)))))
    send(.session(.opened))
    welcome(you: you, viewers: viewers, change: change)
  }

  mutating func welcome(
    you: User? = alice, viewers: Int = 1_204, resume: ServerFrame.Resume = .inline,
    reason: ResetReason? = nil, latestSeq: Seq? = nil, epoch: Epoch = epoch,
    change: (inout ServerFrame.State) -> Void = { _ in }
  ) {
    var state = ServerFrame.State(
      level: .normal, slowModeSeconds: 0, locked: false, viewers: viewers, pins: [], reactions: [:])
    change(&state)
    frame(
      .welcome(
        ServerFrame.Welcome(
          streamID: Self.streamID, epoch: epoch, connectionID: "c1", you: you,
          latestSeq: latestSeq ?? model.session.feed.lastSeenSeq,
          latestModSeq: model.session.feed.lastModSeq, heartbeatMilliseconds: 15_000,
          resume: resume, reason: reason, state: state)))
  }

  /// A batch that follows what has been seen without a gap.
  mutating func arrive(_ comments: [Comment], sampledOut: Int? = nil) {
    let after = model.session.feed.lastSeenSeq
    frame(
      .comments(
        ServerFrame.CommentBatch(
          after: after, upto: comments.last?.seq ?? after,
          latestModSeq: model.session.feed.lastModSeq, comments: comments,
          sampledOut: sampledOut)))
  }

  /// What the server says on a change, and every 5 s.
  mutating func status(
    _ level: Level, slowModeSeconds: Int = 0, rate: Double = 12, reason: String? = nil
  ) {
    frame(
      .status(
        ServerFrame.Status(
          level: level, slowModeSeconds: slowModeSeconds, locked: false, viewers: 1_204,
          commentsPerSecond: rate, latestModSeq: model.session.feed.lastModSeq, reason: reason)))
  }

  mutating func moderate(
    _ action: ModerationAction, _ state: CommentState = .deleted, _ comments: [Comment] = [],
    change: (inout ModerationEvent) -> Void = { _ in }
  ) {
    let after = model.session.feed.lastModSeq
    let modSeq = after.advanced(by: 1)
    var generator = SeededGenerator(seed: UInt64(modSeq.rawValue))
    var event = ModerationEvent(
      modSeq: modSeq, moderationID: ModerationID(at: Self.start, using: &generator),
      action: action, at: Self.start,
      targets: comments.map {
        ModerationEvent.Target(commentID: $0.commentID, seq: $0.seq, state: state)
      })
    change(&event)
    frame(.moderation(ServerFrame.ModerationBatch(after: after, upto: modSeq, events: [event])))
  }

  mutating func pin(_ comment: Comment) {
    moderate(.pin, .visible, [comment]) { $0.comments = [comment] }
  }

  mutating func refuse(_ key: String, _ code: ProblemCode, _ message: String) {
    frame(
      .error(
        ServerFrame.ErrorFrame(
          key: key, code: code, message: message, temporary: false, retryAfterMilliseconds: nil)))
  }

  /// Acknowledges a decision as the event that comes next.
  mutating func accept(_ key: String, modSeq: ModSeq? = nil) {
    let modSeq = modSeq ?? model.session.feed.lastModSeq.advanced(by: 1)
    var generator = SeededGenerator(seed: UInt64(modSeq.rawValue))
    frame(
      .ack(
        .event(
          key: key, modSeq: modSeq,
          moderationID: ModerationID(at: Self.start, using: &generator))))
  }

  mutating func loseConnection() {
    send(.session(.closed(nil, "connection reset by peer")))
  }
}

extension Stage {
  func grid() -> Grid {
    var layouts = CommentLayouts()
    return grid(&layouts)
  }

  func grid(_ layouts: inout CommentLayouts) -> Grid {
    var grid = Grid(size: model.size)
    view(model, into: &grid, layouts: &layouts)
    return grid
  }

  /// The screen as text: one line per row, without trailing blanks.
  func screen() -> String { grid().dump() }

  /// One row of the screen, counted from 0; negative counts from the last.
  func row(_ index: Int) -> String {
    let grid = grid()
    return grid.line(index < 0 ? grid.rows + index : index)
  }

  /// The row of the screen that holds `text`; nil when none does.
  func rowIndex(of text: String) -> Int? {
    let grid = grid()
    return (0..<grid.rows).first { grid.line($0).contains(text) }
  }

  /// The frames that were sent so far.
  var sent: [ClientFrame] {
    effects.compactMap { effect in
      if case .session(.send(let frame)) = effect { frame } else { nil }
    }
  }

  /// How often the bell was rung so far.
  var rings: Int { effects.count { $0 == .ring } }

  /// The posts that were sent so far.
  var posts: [(key: String, request: PostRequest)] {
    sent.compactMap { frame in
      if case .post(let key, let request) = frame { (key, request) } else { nil }
    }
  }
}

extension Stage {
  /// The moderation requests that were sent so far.
  var decisions: [(key: String, request: ModerationRequest)] {
    sent.compactMap { frame in
      if case .moderate(let key, let request) = frame { (key, request) } else { nil }
    }
  }

  /// What was asked beside the feed so far.
  var inquiries: [Inquiry] {
    effects.compactMap { effect in
      if case .inquire(let inquiry) = effect { inquiry } else { nil }
    }
  }

  /// What the last lines say.
  var said: String {
    let grid = grid()
    return (model.layout?.hints.rowRange ?? 0..<0).map { grid.line($0) }.joined()
  }
}

extension Stage {
  static func page(_ comments: [Comment], after: Seq = .zero) -> CommentPage {
    let upto = comments.last?.seq ?? after
    return CommentPage(
      streamID: streamID, epoch: epoch, after: after, upto: upto, latestSeq: upto,
      latestModSeq: .zero, comments: comments)
  }

  /// The comment at `seq`, ten seconds after the one before it.
  static func comment(
    _ seq: Int64, _ name: String, _ content: String, role: Role = .viewer,
    replyTo: CommentID? = nil
  ) -> Comment {
    let time = Timestamp(milliseconds: start.milliseconds + (seq - 100) * 10_000)
    var generator = SeededGenerator(seed: UInt64(seq))
    return Comment(
      streamID: streamID, seq: Seq.zero.advanced(by: seq),
      commentID: CommentID(at: time, using: &generator), userID: UserID(rawValue: "u-" + name),
      userName: name, role: role, content: content, createdAt: time, state: .visible,
      replyTo: replyTo)
  }

  /// `count` one-line comments from `first` on.
  static func comments(_ count: Int64, from first: Int64 = 1) -> [Comment] {
    (first..<first + count).map { comment($0, "user\($0 % 7)", "comment \($0)") }
  }

  /// A chat with what real ones have: long lines, several scripts, emoji, roles, replies.
  static let chat: [Comment] = {
    let question = comment(102, "marie_curie", "Does anyone know when the second burn starts?")
    return [
      comment(100, "neil", "T-10 minutes 🚀🚀"),
      comment(101, "宇宙飛行士", "打ち上げ頑張ってください！日本から応援しています"),
      question,
      comment(
        103, "houston", "In about four minutes, right after the booster has landed.",
        role: .moderator, replyTo: question.commentID),
      comment(104, "فاطمة", "مبروك للفريق، نشاهد من القاهرة"),
      comment(105, "a_very_long_user_name_that_goes_on", "👨‍👩‍👧‍👦 watching ❤️ with 👍🏽 the family"),
      comment(106, "kerbal", "hey Alice, are you seeing this?"),
      comment(107, "mission_control", "Stage separation confirmed.", role: .owner),
    ]
  }()
}
