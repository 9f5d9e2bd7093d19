import ClientCore
import LiveComments

/// Watches what the session shows, step by step, and knows which retractions have reached it.
struct Oracle {
  struct Violation: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  let audience: Audience
  private(set) var shown: [Comment] = []
  /// Where the timeline was seen to begin because there was no room for more.
  private(set) var floors: Set<Seq> = []
  /// What has reached the client of the present epoch, by `mod_seq`.
  private var received: [ModSeq: ModerationEvent] = [:]
  private var epoch: Epoch?
  /// How much moderation the copies reflected that have come of a comment: below the horizon it is
  /// the copy that knows (design §6).
  private var copies: [CommentID: ModSeq] = [:]
  /// The most moderation that a join page of an epoch reflected.
  private var joined: [Epoch: ModSeq] = [:]
  /// The page of older comments that came last.
  private var olderPage: CommentPage?

  init(audience: Audience) { self.audience = audience }

  mutating func willReceive(_ input: SessionInput, _ session: Session) {
    switch input {
    case .frame(.moderation(let batch)) where session.connection.isConnected:
      note(batch.events, session)
    case .eventPage(_, .success(let page)) where page.epoch == session.feed.epoch:
      note(page.events, session)
    case .joined(.success(let page)):
      joined[page.epoch] = max(joined[page.epoch] ?? .zero, page.latestModSeq)
    default:
      break
    }
    switch input {
    case .frame(.comments(let batch)): note(batch.comments, at: batch.latestModSeq)
    case .frame(.welcome(let welcome)):
      note(welcome.state.pins, at: welcome.latestModSeq)
      // A feed that is reset begins to know here.
      guard welcome.resume == .reset, session.connection == .greeting else { break }
      joined[welcome.epoch] = max(joined[welcome.epoch] ?? .zero, welcome.latestModSeq)
    case .olderPage(_, .success(let page)):
      olderPage = page
      note(page.comments, at: page.latestModSeq)
    case .commentPage(_, .success(let page)), .joined(.success(let page)):
      note(page.comments, at: page.latestModSeq)
    default:
      break
    }
  }

  private mutating func note(_ comments: [Comment], at modSeq: ModSeq) {
    for comment in comments where modSeq > copies[comment.commentID] ?? .zero {
      copies[comment.commentID] = modSeq
    }
  }

  private mutating func note(_ events: [ModerationEvent], _ session: Session) {
    for event in events where event.modSeq > session.feed.lastModSeq {
      received[event.modSeq] = event
    }
  }

  /// The state that the newest retraction or restoration received gives a comment, if the copy does
  /// not reflect it already; nil: none.
  private func state(
    of comment: Comment, reflecting: ModSeq = .zero, horizon: Seq
  ) -> CommentState? {
    let known = comment.seq <= horizon ? copies[comment.commentID] ?? .zero : reflecting
    var decided: (modSeq: ModSeq, state: CommentState)?
    for event in received.values where event.modSeq > max(known, decided?.modSeq ?? .zero) {
      if event.action == .flag { continue }
      if case .unknown = event.action { continue }
      if let target = event.targets?.first(where: { $0.commentID == comment.commentID }) {
        decided = (event.modSeq, target.state)
      } else if event.action == .purgeUser, event.userID == comment.userID,
        let from = event.fromSeq, let upto = event.uptoSeq,
        from <= comment.seq, comment.seq <= upto
      {
        decided = (event.modSeq, .deleted)
      }
    }
    return decided?.state
  }

  mutating func check(
    _ actions: [SessionAction], _ session: Session, strictly: Bool
  ) throws {
    if session.feed.epoch != epoch {
      received.removeAll()
      epoch = session.feed.epoch
    }
    // A join page that reflects them supersedes the events before it.
    if let base = epoch.flatMap({ joined[$0] }), base > .zero {
      received = received.filter { $0.key > base }
    }
    for case .olderLoaded(let upTo, .loaded(let comments, let floor)) in actions {
      try checkOlder(comments, after: floor, upTo: upTo, session)
    }
    var hasFeedActions = false
    for case .feed(let action) in actions {
      hasFeedActions = true
      try apply(action)
    }
    guard hasFeedActions else { return }
    guard session.feed.timeline.elementsEqual(shown) else {
      throw Violation("the actions and the timeline tell different stories")
    }
    guard shown.count <= session.feed.limits.timeline else { throw Violation("too many") }
    guard !received.isEmpty else { return }
    for comment in shown + session.feed.pins {
      guard let state = state(of: comment, horizon: session.feed.ledger.horizon) else { continue }
      if !audience.maySee(comment, in: state) {
        throw Violation("\(comment.seq) is shown after its tombstone")
      }
      if audience.moderates, strictly, state != comment.state {
        throw Violation("\(comment.seq) is shown as \(comment.state) and is \(state)")
      }
    }
  }

  /// Older comments are the page's without those whose retraction has been received and came after
  /// what the page reflects, and nothing else.
  private func checkOlder(
    _ comments: [Comment], after floor: Seq, upTo: Seq, _ session: Session
  ) throws {
    guard upTo > .zero else { return }
    guard let page = olderPage, page.epoch == session.feed.epoch, page.after == floor else {
      throw Violation("older comments of another page")
    }
    let expected = page.comments.filter { comment in
      guard floor < comment.seq, comment.seq <= upTo else { return false }
      let decided = state(
        of: comment, reflecting: page.latestModSeq, horizon: session.feed.ledger.horizon)
      let state = decided ?? comment.state
      return audience.maySee(comment, in: state)
    }
    guard comments.map(\.commentID) == expected.map(\.commentID) else {
      throw Violation(
        "older comments are \(comments.map(\.seq)) and should be \(expected.map(\.seq))")
    }
  }

  private mutating func apply(_ action: FeedAction) throws {
    switch action {
    case .inserted(let comments):
      for comment in comments {
        let index = shown.firstIndex { $0.seq >= comment.seq } ?? shown.endIndex
        if index < shown.endIndex, shown[index].seq == comment.seq {
          throw Violation("\(comment.seq) is shown twice")
        }
        if shown.contains(where: { $0.commentID == comment.commentID }) {
          throw Violation("\(comment.commentID) is shown twice")
        }
        shown.insert(comment, at: index)
      }
      for (one, next) in zip(comments, comments.dropFirst()) where one.seq >= next.seq {
        throw Violation("\(next.seq) is reported after \(one.seq)")
      }
    case .updated(let comments):
      for comment in comments {
        guard let index = shown.firstIndex(where: { $0.commentID == comment.commentID }) else {
          throw Violation("\(comment.seq) changed and is not there")
        }
        shown[index] = comment
      }
    case .retracted(let ids):
      for id in ids {
        guard let index = shown.firstIndex(where: { $0.commentID == id }) else {
          throw Violation("\(id) was retracted and is not there")
        }
        shown.remove(at: index)
      }
    case .evicted(let seq):
      floors.insert(seq)
      shown.removeAll { $0.seq <= seq }
    case .cleared:
      shown.removeAll()
    case .moderated, .pinsChanged, .catchUp:
      break
    }
  }
}
