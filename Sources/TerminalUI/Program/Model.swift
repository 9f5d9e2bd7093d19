public import ClientCore
public import LiveComments
public import TerminalGrid

/// Everything that the terminal program knows. Changed by `update` only, drawn by `view`.
public struct Model: Sendable {
  public internal(set) var session: Session
  public internal(set) var settings: Settings
  public internal(set) var keymap: Keymap
  public internal(set) var theme: Theme
  public internal(set) var size: TerminalSize
  public internal(set) var clock: ClockReading

  var mode = Mode.reading
  /// Nil while the feed follows the stream.
  var frozen: FrozenFeed?
  /// The frozen view that waits while a thread of it is shown.
  var beneath: FrozenFeed?
  var marks = FeedMarks()
  /// What the feed folds together; empty while it shows each comment by itself.
  var repeats = Repeats()
  /// Where reading stopped; nil when everything was seen as it came.
  var lastLook: FeedMark?
  /// False once the terminal has said that it lost the focus; not every terminal says so.
  var hasFocus = true
  var pane = SidePane()
  var compose = Compose()
  var commandLine = LineEditor()
  var commandHistory = InputHistory()
  /// What Tab has offered in the `:` line; nil once something else is done there.
  var commandCompletion: Completion?
  var searchLine = SearchLine()
  var searchHistory = InputHistory()
  /// What is looked for; nil when nothing is.
  var search: Search?
  var matchBudget = MatchBudget()
  /// How often the feed was cleared, or another filter applied: what was found in it holds from one
  /// time to the next.
  var incarnation = 0
  var filters: [Filter]
  /// What the filters leave of the feed; nil while there are none.
  var filtered: FilteredFeed?
  var highlights = FeedMatches()
  var highlightTest: HighlightTest
  var bell = BellWatch()
  var notice: Notice?
  /// Whether what is said now is what a key has come to.
  var isAnswering = false
  var journal = Journal()
  var rate = ArrivalRate()
  var samples = StreamSamples()
  var absence: Absence?
  /// Whether the next comments are a join's, which say nothing about the rate.
  var isRejoining = false
  /// What was caught up last, for as long as the status line says so.
  var caughtUp: (comments: Int, until: Instant)?
  /// Comments caught up and connections lost since the start.
  var totals = Totals()
  var postKeys: PostKeys
  /// When the first steps go away by themselves; nil when they are not shown.
  var firstStepsUntil: Instant?
  /// The streams that are open beside this one; nil when there are none.
  var strip: TabStrip?
  /// What came while another stream was shown; nil while this one is.
  var unseen: Unseen?

  /// What this moderator decided and the feed does not show yet.
  var decisions = PendingDecisions()
  var deeds = UndoStack()
  var reasonOffer: ReasonOffer?
  var held = HeldQueue()
  var decisionLog = DecisionLog()
  var card = CardDesk()
  var rules = RuleDesk()
  var inquiries = InquiryBook()

  struct Totals: Sendable, Hashable {
    var caughtUp = 0
    var connectionsLost = 0
  }

  public init(
    session: Session, settings: Settings, keymap: Keymap = .standard, theme: Theme,
    size: TerminalSize, clock: ClockReading
  ) {
    self.session = session
    self.settings = settings
    filters = Array(settings.filters.prefix(Filter.limit))
    highlightTest = HighlightTest(session.you, settings.highlights)
    filtered = filters.isEmpty ? nil : FilteredFeed()
    self.keymap = keymap
    self.theme = theme
    self.size = size
    self.clock = clock
    postKeys = PostKeys(seed: settings.keySeed)
    rate.advance(to: clock.instant)
    samples.advance(to: clock.instant, viewers: nil)
    if settings.isFirstStart { firstStepsUntil = clock.instant + .seconds(FirstSteps.seconds) }
    if let greeting = settings.greeting { report(greeting, .warning) }
  }

  /// When a `clock` message is due though nothing else happens.
  public var nextDeadline: Instant? {
    [
      session.nextDeadline, notice?.until, caughtUp?.until, firstStepsUntil, rate.nextDeadline,
      settings.times == .relative
        ? clock.instant + Age.untilNextStep(after: clock.time) : nil,
      moderates ? inquiries.nextDeadline(after: clock.instant) : nil,
      matchBudget.isSpent ? clock.instant + MatchBudget.pause : nil,
    ]
    .compactMap { $0 }.min()
  }
}

extension Model {
  /// What the keys act on.
  public var inputContext: InputContext {
    switch mode {
    case .composing: .composing
    case .commandLine: .commandLine
    case .searching: .searching
    case .help: .help
    case .streams: .streams
    case .question: .question
    case .muting, .reacting: .choosing
    case .reading: readingContext
    }
  }

  /// What the keys act on while nothing else asks for them.
  var readingContext: InputContext {
    guard pane.hasKeys else { return frozen == nil ? .live : .frozen }
    return switch pane.tab {
    case .held: .held
    case .user: .user
    case .log, .stream, .connection, nil: .pane
    }
  }

  /// Why the user cannot post; nil when nothing is known to stand against it.
  var whyNotPost: String? {
    whyNotWrite ?? (isLockedOut ? "The stream is locked: only moderators post" : nil)
  }

  /// Whether a lock keeps the user from posting. It may be lifted while one writes.
  var isLockedOut: Bool { session.stream.locked && session.you?.role.moderates == false }

  /// Why there is nothing to write for; nil when nothing is known to stand against it.
  var whyNotWrite: String? {
    if settings.isReadOnly { return "Read-only: started with --read-only" }
    if !settings.hasToken { return "Reading anonymously: --token-file FILE lets you post" }
    if session.connection.isConnected, session.you == nil {
      return "The token is not valid for this stream: reading only"
    }
    return nil
  }

  /// Viewers are sent one comment in so many: what the server says, else what has been seen of it;
  /// nil when all are sent.
  var samplingRatio: Int? {
    guard let ratio = session.stream.load?.sampling else { return session.feed.sampling.oneIn }
    return ratio > 1 ? ratio : nil
  }

  /// Own comments that are not in the feed yet, oldest first.
  var unsettledPosts: [Outbox.Entry] {
    session.outbox.entries.filter { entry in
      guard case .post = entry.request else { return false }
      // In the feed it says itself what has become of it.
      guard case .held(_, let id) = entry.status else { return true }
      return !session.feed.timeline.contains(id)
    }
  }

  /// The post that was refused first.
  var firstFailedPost: Outbox.Entry? {
    unsettledPosts.first {
      if case .failed = $0.status { true } else { false }
    }
  }

  /// The rows of the last lines: more than one while more is said or asked than a row holds.
  private var hintRows: Int {
    switch mode {
    case .question, .muting, .reacting: break
    default:
      guard let notice = searchNotice ?? notice else { return 1 }
      // No text is wider than its bytes are many: most are not measured.
      if reasonOffer == nil, notice.text.utf8.count + 3 < size.columns { return 1 }
    }
    return min(HintsView.rowsAtMost, HintsView(self).rows(columns: size.columns).count)
  }

  /// The rows of the line that one writes on. What the hints say at length stands in its place while
  /// nothing is being written.
  private func composeRows(besides hints: Int) -> Int {
    switch mode {
    case .commandLine, .searching, .composing, .question(.pasteLines), .question(.postCommand):
      break
    case .reading, .help, .streams, .question(.proposal), .muting, .reacting:
      if settings.isReadOnly { return 0 }
      return max(0, draftRows - (hints - 1))
    }
    return settings.isReadOnly && mode != .commandLine && mode != .searching ? 0 : draftRows
  }

  private var draftRows: Int {
    ComposeLine(self, columns: size.columns).rows(atMost: ComposeLine.rowsAtMost)
  }

  var layout: ScreenLayout? {
    let hints = hintRows
    return ScreenLayout(
      size: size,
      wishes: ScreenLayout.Wishes(
        pinned: frozen?.pinnedRows ?? pins.count,
        outbox: min(unsettledPosts.count, OutboxView.rowsAtMost),
        compose: composeRows(besides: hints), hints: hints, showsPane: pane.isOpen,
        showsTabs: strip != nil,
        firstSteps: firstStepsUntil == nil ? 0 : FirstSteps(self).lines.count))
  }

  /// Without what is lit, which has no influence on heights.
  func layoutContext(columns: Int) -> LayoutContext {
    LayoutContext(
      columns: columns, times: settings.times, me: session.you, badges: theme.badges,
      utcOffset: clock.utcOffset, shortensEmotes: settings.shortensEmotes)
  }

  /// What is pinned, with what this moderator has just decided.
  var pins: [Comment] { decisions.pins(session.feed.pins) }

  /// How the stream stands, with what this moderator has just decided.
  var stream: StreamStatus {
    var stream = session.stream
    for entry in decisions.entries {
      switch entry.request.action {
      case .slowMode: stream.slowModeSeconds = entry.request.seconds ?? 0
      case .lock: stream.locked = true
      case .unlock: stream.locked = false
      case .setLevel:
        if case .fixed(let level) = entry.request.level { stream.level = level }
      default: break
      }
    }
    return stream
  }

  /// What the feed shows now.
  var feedContent: FeedContent {
    frozen?.content
      ?? FeedContent(
        comments: filtered?.shown ?? session.feed.timeline, marks: marks, lastLook: lastLook,
        utcOffset: clock.utcOffset, repeats: repeats)
  }

  mutating func say(_ text: String, _ weight: Notice.Weight = .information) {
    notice = Notice(text, weight, at: clock.instant, isAnswer: isAnswering)
    reasonOffer = nil
  }

  /// Says it, and keeps it for the connection pane.
  mutating func report(_ text: String, _ weight: Notice.Weight) {
    say(text, weight)
    journal.append(text, at: clock.time)
  }
}
