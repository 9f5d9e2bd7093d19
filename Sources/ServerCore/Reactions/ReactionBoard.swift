public import LiveComments

/// The totals of one stream, and what each window shows of them. Pure: deltas in, snapshots out.
public struct ReactionBoard: Sendable {
  /// Comments whose totals are kept, at most; beyond it, those that were not reacted to for longest
  /// go, and are read from the log when somebody reacts to them again.
  static let rememberedComments = 4_096
  /// Emojis that a comment's totals hold: with 50 comments a frame stays below 12 KiB.
  static let commentKinds = 16

  private struct Entry: Sendable {
    /// As moderators see it.
    var comment: Comment
    var tally: ReactionTally
    /// The last window in which somebody reacted.
    var window: Int
    var isUnwritten: Bool
  }

  private var stream = ReactionTally(maximumKinds: Limits.reactionKinds)
  private var isStreamUnwritten = false
  private var entries: [CommentID: Entry] = [:]
  /// Added to comments whose totals are being read: bounded by the deltas of that time.
  private var waiting: [CommentID: ReactionDelta.CommentPart] = [:]
  /// The comments of the next frame, most active first, at most `Limits.reactionComments`.
  private var active: [CommentID] = []
  /// What the window under way has added, by comment.
  private var changed: [CommentID: Int] = [:]
  private var hasChanged = false
  private var window = 0
  /// Comments up to here may have totals that are in the log only.
  private var readUpto: Seq

  /// - Parameters:
  ///   - stored: what the log holds of the stream.
  ///   - latest: a comment after it has no totals yet.
  public init(_ stored: StoredReactions = StoredReactions(), latest: Seq = .zero) {
    stream.add(stored.stream)
    readUpto = latest
    for (comment, counts) in stored.comments.prefix(Limits.reactionComments) {
      keep(comment, counts)
      active.append(comment.commentID)
    }
  }

  public var counts: ReactionCounts { stream.wire }

  /// Whether the totals of the reaction's target have its emoji.
  public func has(_ reaction: Reaction) -> Bool {
    guard let id = reaction.commentID else { return stream.counts[reaction.emoji] != nil }
    return entries[id]?.tally.counts[reaction.emoji] != nil
  }

  private mutating func keep(_ comment: Comment, _ counts: [Emoji: Int]) {
    entries[comment.commentID] = Entry(
      comment: comment, tally: ReactionTally(counts, maximumKinds: Self.commentKinds),
      window: window, isUnwritten: false)
  }
}

extension ReactionBoard {
  /// Adds what has come in. Returns the comments whose earlier totals have to be read: what was
  /// added to them waits until `learn` or `giveUp`.
  ///
  /// - Parameter current: a comment as it is now; nil when it is as the delta has it.
  public mutating func add(
    _ delta: ReactionDelta, current: (Comment) -> Comment?
  ) -> [Comment] {
    var unknown: [Comment] = []
    if !delta.stream.isEmpty {
      stream.add(delta.stream)
      isStreamUnwritten = true
      hasChanged = true
    }
    for (id, part) in delta.comments {
      if entries[id] == nil {
        let comment = current(part.comment) ?? part.comment
        guard comment.seq > readUpto else {
          if waiting[id] == nil { unknown.append(comment) }
          wait(part, as: comment)
          continue
        }
        keep(comment, [:])
      }
      add(part.counts, to: id)
    }
    return unknown
  }

  private mutating func wait(_ part: ReactionDelta.CommentPart, as comment: Comment) {
    guard var known = waiting[comment.commentID] else {
      waiting[comment.commentID] = ReactionDelta.CommentPart(comment: comment, counts: part.counts)
      return
    }
    for (emoji, count) in part.counts
    where known.counts[emoji] != nil || known.counts.count < ReactionDelta.maximumKinds {
      known.counts[emoji, default: 0] += count
    }
    waiting[comment.commentID] = known
  }

  private mutating func add(_ counts: [Emoji: Int], to id: CommentID) {
    entries[id]?.tally.add(counts)
    entries[id]?.isUnwritten = true
    entries[id]?.window = window
    changed[id, default: 0] += counts.values.reduce(0, +)
    hasChanged = true
  }

  /// The log's totals of comments that were waited for; none is told as an empty one.
  public mutating func learn(_ totals: [CommentID: [Emoji: Int]]) {
    for (id, counts) in totals {
      guard let part = waiting.removeValue(forKey: id) else { continue }
      keep(part.comment, counts)
      add(part.counts, to: id)
    }
  }

  /// The log could not be read: what was added to these comments is lost.
  public mutating func giveUp(_ ids: [CommentID]) {
    for id in ids { waiting[id] = nil }
  }

  /// Follows what an event does to comments. True when the last snapshot reads otherwise now.
  public mutating func apply(_ event: ModerationEvent) -> Bool {
    var isShown = false
    let ids =
      event.action == .purgeUser
      ? Array(entries.keys) + Array(waiting.keys) : (event.targets ?? []).map(\.commentID)
    for id in ids {
      if let comment = waiting[id]?.comment, let result = event.result(for: comment) {
        waiting[id]?.comment = result
      }
      guard let comment = entries[id]?.comment, let result = event.result(for: comment) else {
        continue
      }
      entries[id]?.comment = result
      if result.state != comment.state, active.contains(id) { isShown = true }
    }
    return isShown
  }
}

extension ReactionBoard {
  /// What frames show: totals, most first, of the stream and of its most active comments.
  public struct Snapshot: Sendable {
    public var stream: [(emoji: Emoji, count: Int)]
    /// Comments as moderators see them.
    public var comments: [(comment: Comment, counts: [(emoji: Emoji, count: Int)])]
  }

  /// Totals as they are now, of the comments of the last window.
  public var snapshot: Snapshot {
    Snapshot(
      stream: stream.ranked,
      comments: active.compactMap { id in
        entries[id].map { ($0.comment, $0.tally.ranked) }
      })
  }

  /// Ends the window: true when it changed anything that frames show.
  public mutating func closeWindow() -> Bool {
    guard hasChanged else { return false }
    let newest = changed.sorted { left, right in
      (right.value, left.key.rawValue) < (left.value, right.key.rawValue)
    }.prefix(Limits.reactionComments).map(\.key)
    active = Array(
      (newest + active.filter { changed[$0] == nil }).prefix(Limits.reactionComments))
    changed = [:]
    hasChanged = false
    window += 1
    return true
  }

  /// What the log has to keep of what changed since the last time; nil when that is nothing.
  public mutating func takeUnwritten() -> ReactionRecord? {
    var record = ReactionRecord(stream: isStreamUnwritten ? stream.counts : nil)
    isStreamUnwritten = false
    for (id, entry) in entries where entry.isUnwritten {
      record.comments[entry.comment.seq] = entry.tally.counts
      entries[id]?.isUnwritten = false
    }
    forgetOldest()
    return record.isEmpty ? nil : record
  }

  private mutating func forgetOldest() {
    guard entries.count > Self.rememberedComments else { return }
    let shown = Set(active)
    let oldest = entries.filter { !shown.contains($0.key) && !$0.value.isUnwritten }
      .sorted { $0.value.window < $1.value.window }
      .prefix(entries.count - Self.rememberedComments * 3 / 4)
    for (id, entry) in oldest {
      readUpto = max(readUpto, entry.comment.seq)
      entries[id] = nil
    }
  }
}

/// What the log holds of a stream's reactions.
public struct StoredReactions: Sendable {
  public var stream: [Emoji: Int]
  /// The newest comments with totals, as moderators see them.
  public var comments: [(Comment, [Emoji: Int])]

  public init(stream: [Emoji: Int] = [:], comments: [(Comment, [Emoji: Int])] = []) {
    self.stream = stream
    self.comments = comments
  }
}

/// Totals that the log is to keep, in place of those that it has.
public struct ReactionRecord: Sendable, Hashable {
  /// Nil when they have not changed.
  public var stream: [Emoji: Int]?
  public var comments: [Seq: [Emoji: Int]]

  public init(stream: [Emoji: Int]? = nil, comments: [Seq: [Emoji: Int]] = [:]) {
    self.stream = stream
    self.comments = comments
  }

  public var isEmpty: Bool { stream == nil && comments.isEmpty }

  /// Takes a later record in.
  public mutating func merge(_ later: ReactionRecord) {
    stream = later.stream ?? stream
    comments.merge(later.comments) { $1 }
  }
}

extension StoredReactions {
  /// The stream's totals as documents have them.
  public var counts: ReactionCounts {
    ReactionTally(stream, maximumKinds: Limits.reactionKinds).wire
  }
}
