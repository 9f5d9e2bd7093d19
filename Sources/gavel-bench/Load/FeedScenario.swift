import ClientCore
import LiveComments

/// What a network makes of a stream of comments before a feed receives it.
struct FeedScenario {
  let name: String
  /// What arrives, in this order, ten milliseconds apart.
  let frames: [ServerFrame]
  /// The batches that did not arrive, for a feed that asks.
  let lost: [Seq: ServerFrame]

  private static let batchSize = 50

  /// Every kind, each over the same comments.
  static func all(of comments: [Comment]) -> [FeedScenario] {
    let batches = stride(from: 0, to: comments.count, by: batchSize).map { start in
      batch(Array(comments[start..<min(start + batchSize, comments.count)]))
    }
    return [
      FeedScenario(name: "in order", frames: batches, lost: [:]),
      FeedScenario(name: "every batch twice", frames: batches.flatMap { [$0, $0] }, lost: [:]),
      reordered(batches),
      lossy(batches),
      moderated(batches, comments),
    ]
  }

  /// The frames' effect on a new feed. Answers what the feed asks for.
  func play() throws -> Feed {
    var feed = Feed(seed: 1)
    var now = Instant(milliseconds: 0)
    let stream = try EmptyStream()
    _ = feed.join(stream.page, at: now)
    _ = feed.receive(.welcome(stream.welcome), at: now)
    for frame in frames {
      now = now + .milliseconds(10)
      answer(feed.receive(frame, at: now), &feed, now)
    }
    // What is missing at the end takes a request or two.
    for _ in 0..<100 {
      guard let deadline = feed.nextDeadline else { break }
      now = max(now, deadline)
      answer(feed.tick(at: now), &feed, now)
    }
    return feed
  }

  private func answer(_ actions: [FeedAction], _ feed: inout Feed, _ now: Instant) {
    for case .catchUp(.comments(let range), by: _) in actions {
      var position = range.after
      while position < range.upto, let frame = lost[position], case .comments(let batch) = frame {
        answer(feed.receive(frame, at: now), &feed, now)
        position = batch.upto
      }
    }
  }

  private static func batch(_ comments: [Comment]) -> ServerFrame {
    let first = comments.first?.seq ?? .zero
    return .comments(
      ServerFrame.CommentBatch(
        after: first.advanced(by: -1), upto: comments.last?.seq ?? first, latestModSeq: .zero,
        comments: comments))
  }

  /// Every eight batches in random order: none is late enough to be asked for.
  private static func reordered(_ batches: [ServerFrame]) -> FeedScenario {
    var generator = SplitMix64(state: 7)
    let frames = stride(from: 0, to: batches.count, by: 8).flatMap { start in
      batches[start..<min(start + 8, batches.count)].shuffled(using: &generator)
    }
    return FeedScenario(name: "reordered within 8 batches", frames: frames, lost: [:])
  }

  /// One batch in twenty is lost, and caught up 100 ms later.
  private static func lossy(_ batches: [ServerFrame]) -> FeedScenario {
    var lost: [Seq: ServerFrame] = [:]
    var frames: [ServerFrame] = []
    for (index, frame) in batches.enumerated() {
      if index % 20 == 10, case .comments(let batch) = frame {
        lost[batch.after] = frame
      } else {
        frames.append(frame)
      }
    }
    return FeedScenario(name: "1 batch in 20 lost", frames: frames, lost: lost)
  }

  /// One comment in fifty is deleted: half of them after they arrived, half of them before.
  private static func moderated(_ batches: [ServerFrame], _ comments: [Comment]) -> FeedScenario {
    var generator = SplitMix64(state: 11)
    var frames: [ServerFrame] = []
    for (index, frame) in batches.enumerated() {
      let place =
        index * batchSize + (index % 2 == 0 ? -1 : 1)
        * Int.random(
          in: 1..<batchSize, using: &generator)
      let comment = comments[min(max(place, 0), comments.count - 1)]
      let event = ModerationEvent(
        modSeq: .zero.advanced(by: Int64(index) + 1),
        moderationID: ModerationID(at: comment.createdAt, using: &generator), action: .delete,
        at: comment.createdAt,
        targets: [.init(commentID: comment.commentID, seq: comment.seq, state: .deleted)])
      frames.append(
        .moderation(
          ServerFrame.ModerationBatch(
            after: event.modSeq.advanced(by: -1), upto: event.modSeq, events: [event])))
      frames.append(frame)
    }
    return FeedScenario(name: "1 comment in 50 deleted", frames: frames, lost: [:])
  }
}
