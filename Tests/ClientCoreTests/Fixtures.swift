import ClientCore
import LiveComments

// `Testing` has a type of this name too.
typealias Comment = LiveComments.Comment

/// Short ways to write down what the network brings. Comment `n` has `seq` n and is by user `u`.
enum Fixture {
  // The literals satisfy the patterns of their types.
  static let stream = StreamID(rawValue: "s")!
  static let epoch = Epoch(rawValue: "e1")!
  static let otherEpoch = Epoch(rawValue: "e2")!

  static func id(_ number: Int) -> CommentID {
    var generator = SeededGenerator(seed: UInt64(number))
    return CommentID(at: Timestamp(milliseconds: Int64(number)), using: &generator)
  }

  static func seq(_ number: Int) -> Seq { Seq.zero.advanced(by: Int64(number)) }
  static func modSeq(_ number: Int) -> ModSeq { ModSeq.zero.advanced(by: Int64(number)) }
  static func time(_ milliseconds: Int) -> Instant { Instant(milliseconds: Int64(milliseconds)) }

  static func comment(
    _ number: Int, by user: UserID = "u", _ state: CommentState = .visible,
    content: String = "text"
  ) -> Comment {
    Comment(
      streamID: stream, seq: seq(number), commentID: id(number), userID: user,
      userName: user.rawValue, role: .viewer, content: content, createdAt: id(number).timestamp,
      state: state)
  }

  static func comments(_ numbers: [Int]) -> [Comment] { numbers.map { comment($0) } }

  static func page(
    _ after: Int, _ upto: Int, _ numbers: [Int], mod: Int = 0, epoch: Epoch = epoch
  ) -> CommentPage {
    page(after, upto, comments(numbers), mod: mod, epoch: epoch)
  }

  static func page(
    _ after: Int, _ upto: Int, _ comments: [Comment], mod: Int = 0, epoch: Epoch = epoch
  ) -> CommentPage {
    CommentPage(
      streamID: stream, epoch: epoch, after: seq(after), upto: seq(upto), latestSeq: seq(upto),
      latestModSeq: modSeq(mod), comments: comments)
  }

  static func events(
    _ after: Int, _ upto: Int, _ events: [ModerationEvent], epoch: Epoch = epoch
  ) -> EventPage {
    EventPage(
      streamID: stream, epoch: epoch, after: modSeq(after), upto: modSeq(upto), latestSeq: .zero,
      latestModSeq: modSeq(upto), events: events)
  }

  static func batch(
    _ after: Int, _ upto: Int, _ numbers: [Int], mod: Int = 0, sampledOut: Int? = nil
  ) -> ServerFrame {
    .comments(
      .init(
        after: seq(after), upto: seq(upto), latestModSeq: modSeq(mod),
        comments: comments(numbers), sampledOut: sampledOut))
  }

  static func moderation(
    _ after: Int, _ upto: Int, _ events: [ModerationEvent]
  ) -> ServerFrame {
    .moderation(.init(after: modSeq(after), upto: modSeq(upto), events: events))
  }

  static func event(
    _ number: Int, _ action: ModerationAction, _ targets: [Int] = [],
    _ state: CommentState = .deleted, comments: [Int]? = nil
  ) -> ModerationEvent {
    var generator = SeededGenerator(seed: UInt64(number))
    return ModerationEvent(
      modSeq: modSeq(number),
      moderationID: ModerationID(
        at: Timestamp(milliseconds: Int64(number)), using: &generator),
      action: action, at: Timestamp(milliseconds: Int64(number)),
      targets: targets.map { .init(commentID: id($0), seq: seq($0), state: state) },
      comments: comments.map { self.comments($0) })
  }

  static func purge(_ number: Int, _ user: UserID, _ range: ClosedRange<Int>) -> ModerationEvent {
    var event = event(number, .purgeUser)
    event.targets = nil
    event.userID = user
    event.fromSeq = seq(range.lowerBound)
    event.uptoSeq = seq(range.upperBound)
    return event
  }

  static func welcome(
    _ resume: ServerFrame.Resume = .inline, seq latest: Int, mod: Int = 0,
    reason: ResetReason? = nil, you: User? = nil, epoch: Epoch = epoch, pins: [Comment] = [],
    heartbeat: Int = 15_000
  ) -> ServerFrame {
    .welcome(
      .init(
        streamID: stream, epoch: epoch, connectionID: "c", you: you, latestSeq: seq(latest),
        latestModSeq: modSeq(mod), heartbeatMilliseconds: heartbeat, resume: resume,
        reason: reason,
        state: .init(
          level: .normal, slowModeSeconds: 0, locked: false, viewers: 1, pins: pins,
          reactions: [:])))
  }

  static func heartbeat(seq latest: Int, mod: Int = 0) -> ServerFrame {
    .heartbeat(
      .init(
        at: Timestamp(milliseconds: 0), latestSeq: seq(latest), latestModSeq: modSeq(mod)))
  }

  static let me = User(userID: "me", userName: "Me", role: .viewer)
  static let moderator = User(userID: "mod", userName: "Mod", role: .moderator)

  /// A feed that has joined at `(after, upto]` and is connected.
  static func feed(
    _ after: Int = 0, _ upto: Int, _ numbers: [Int], mod: Int = 0, moderates: Bool = false,
    limits: FeedLimits = FeedLimits()
  ) -> Feed {
    var feed = Feed(limits: limits, seed: 1)
    _ = feed.join(page(after, upto, numbers, mod: mod), at: time(0))
    _ = feed.identify(as: moderates ? moderator : me)
    _ = feed.receive(welcome(seq: upto, mod: mod), at: time(0))
    return feed
  }
}

extension Feed {
  /// The numbers of the comments that are shown.
  var numbers: [Int] { timeline.map { Int($0.seq.rawValue) } }
}

extension [FeedAction] {
  /// The actions in short: `+1,2` inserted, `~1` updated, `-1` retracted, `^5` evicted,
  /// `?c(1,3]` asked for inline, `?C(1,3]` by pages (`m` and `M`: moderation).
  var short: [String] {
    compactMap { action in
      func list(_ comments: [Comment]) -> String {
        comments.map { $0.seq.description }.joined(separator: ",")
      }
      switch action {
      case .inserted(let comments): return "+" + list(comments)
      case .updated(let comments): return "~" + list(comments)
      case .retracted(let ids):
        return "-" + ids.map { $0.timestamp.milliseconds.description }.joined(separator: ",")
      case .evicted(let seq): return "^\(seq)"
      case .cleared: return "cleared"
      case .pinsChanged: return "pins"
      case .moderated: return nil
      case .catchUp(.comments(let range), let route):
        return (route == .inline ? "?c" : "?C") + range.description
      case .catchUp(.moderation(let range), let route):
        return (route == .inline ? "?m" : "?M") + range.description
      }
    }
  }
}
