import LiveComments
import TerminalGrid

/// One comment as rows of text, ready to be placed at any row.
struct CommentLayout {
  /// Empty where the feed has no column for it.
  let time: SafeText
  let badge: SafeText
  /// The face of the badge; nil when there is none.
  let badgeFace: Face?
  /// The name as far as it fits behind the badge.
  let name: SafeText
  let nameHash: Int
  let isOwn: Bool
  /// Whether it mentions the user.
  let mentionsMe: Bool
  /// Whether it is one that the user wants to see (`Settings.highlights`).
  let isHighlight: Bool
  /// Whether it matches what is searched for.
  let isMatch: Bool
  /// What it answers; its first row is kept for the quote (`ReplyQuote`).
  let replyTo: CommentID?
  /// The content, at least one row.
  let lines: [Line]
  /// Laid over the content: a deleted comment that a moderator may read is struck through.
  let contentAttributes: Attributes

  /// A row of content, and the columns of it that have a face of their own.
  struct Line {
    let text: SafeText
    let highlights: [(columns: Range<Int>, face: Face)]
  }

  /// The rows that the comment takes.
  var height: Int { quoteRows + lines.count }
  var quoteRows: Int { replyTo == nil ? 0 : 1 }

  /// `isPending` says that its state is this moderator's decision, which the server has not answered
  /// yet.
  ///
  /// `repeats` is how many comments its line stands for.
  init(
    _ comment: Comment, isPending: Bool = false, repeats: Int = 1, in context: LayoutContext
  ) {
    let columns = context.columns
    time = Self.time(comment.createdAt, in: context)
    (badge, badgeFace) = Self.badge(comment.role, context.badges)
    name = SafeText(comment.userName, limit: Self.nameScalars)
      .truncated(columns: columns.name - badge.columns)
    nameHash = NameHash.of(comment.userID)
    isOwn = comment.userID == context.me
    contentAttributes = comment.state == .deleted ? .strikethrough : []

    let note = SafeText(Self.note(comment, isPending: isPending, me: context.me))
    replyTo = comment.replyTo
    let count = repeats > 1 ? SafeText("×\(Figure.grouped(repeats))") : SafeText("")
    let emotes = context.shortensEmotes ? EmoteText(comment.content) : nil
    let content = emotes?.text ?? SafeText(comment.content)
    let whole = note + content + (repeats > 1 ? SafeText("  ") + count : count)
    let rows = whole.wrapped(columns: columns.content)
    let names = (emotes?.names ?? []).map {
      $0.lowerBound + note.glyphs.count..<$0.upperBound + note.glyphs.count
    }
    var reader = QueryReader()
    func matching(_ query: Query) -> Query? {
      query.matches(comment, isPinned: true, &reader) ? query : nil
    }
    /// The glyphs of the whole that the query asks for.
    func glyphs(_ query: Query) -> [Range<Int>] {
      let first = whole.glyphs.startIndex + note.glyphs.count
      return query.ranges(in: content).map { $0.lowerBound + first..<$0.upperBound + first }
    }
    let wanted =
      comment.userID == context.me ? [] : context.highlights.compactMap { matching($0) }
    isHighlight = !wanted.isEmpty
    let query = context.query.flatMap { matching($0) }
    isMatch = query != nil
    let lit = wanted.flatMap { glyphs($0) }
    let found = query.map { glyphs($0) } ?? []
    var mentions = false
    lines = rows.enumerated().map { row, text in
      var highlights: [(columns: Range<Int>, face: Face)] = []
      highlights += names.map {
        (text.columns(ofGlyphs: $0, wholeStart: whole.glyphs.startIndex), .secondary)
      }
      if row == rows.count - 1 {
        highlights.append((max(0, text.columns - count.columns)..<text.columns, .accent))
      }
      if row == 0 { highlights.append((0..<note.columns, .warning)) }
      if let mention = context.mention, comment.userID != context.me {
        let found = mention.columns(in: text)
        if !found.isEmpty { mentions = true }
        highlights += found.map { ($0, .mention) }
      }
      highlights += lit.map { (text.columns(ofGlyphs: $0), .highlight) }
      highlights += found.map { (text.columns(ofGlyphs: $0), .match) }
      return Line(text: text, highlights: highlights.filter { !$0.columns.isEmpty })
    }
    mentionsMe = mentions
  }

  /// A name has at most 64 scalars (`Limits.user`), each with at most four marks.
  private static let nameScalars = 320

  private static func time(_ time: Timestamp, in context: LayoutContext) -> SafeText {
    let local = TimeOfDay(time, utcOffset: context.utcOffset)
    switch context.columns.time {
    case 8: return SafeText(local.hoursMinutesAndSeconds)
    case 5: return SafeText(local.hoursAndMinutes)
    default: return SafeText("")
    }
  }

  private static func badge(_ role: Role, _ badges: Theme.Badges) -> (SafeText, Face?) {
    switch role {
    case .viewer: (SafeText(""), nil)
    case .moderator: (SafeText(badges.moderator), .moderatorBadge)
    case .owner: (SafeText(badges.owner), .ownerBadge)
    case .service: (SafeText(badges.service), .serviceBadge)
    }
  }

  /// What a reader who may see it is told about a comment that not everybody sees.
  private static func note(_ comment: Comment, isPending: Bool, me: UserID?) -> String {
    let word =
      switch comment.state {
      case .visible where isPending: ActionWords.past(comment.moderation?.action ?? .approve)
      case .visible: ""
      case .held where comment.userID == me && comment.moderation == nil: "held for review"
      case .held, .deleted, .shadowBanned: comment.state.word
      }
    guard !word.isEmpty else { return "" }
    let actor = comment.moderation?.actor.map { " by \($0 == me ? "you" : $0.rawValue)" } ?? ""
    let why = DecisionWords.why(comment.moderation?.reason, comment.moderation?.policy)
    return "[" + (isPending ? "… " : "") + word + actor + (why.map { ": \($0)" } ?? "") + "] "
  }
}
