import LiveComments
import ServerCore

/// One stream as its publications tell it, kept the naive way: a list of comments and a list of
/// events. What the log answers must be what this answers.
struct ReferenceStream {
  private(set) var comments: [Comment] = []
  private(set) var events: [ModerationEvent] = []
  private(set) var latestSeq = Seq.zero
  private(set) var latestModSeq = ModSeq.zero
  let streamID: StreamID
  let epoch: Epoch

  init(streamID: StreamID, epoch: Epoch) {
    self.streamID = streamID
    self.epoch = epoch
  }

  mutating func apply(_ publication: Publication) {
    for published in publication.events {
      events.append(published.event)
      for index in comments.indices {
        comments[index] = published.event.result(for: comments[index]) ?? comments[index]
      }
    }
    comments += publication.comments.map(\.comment)
    latestSeq = publication.coverage.upto
    latestModSeq = publication.moderationCoverage.upto
  }

  func page(_ query: CommentQuery, for audience: Audience) -> CommentPage {
    var page = CommentPage(
      streamID: streamID, epoch: epoch, after: 0, upto: 0, latestSeq: latestSeq,
      latestModSeq: latestModSeq, comments: [])
    switch query {
    case .newest(let count, let upto):
      page.upto = min(upto ?? latestSeq, latestSeq)
      let visible = visible(to: audience).filter { $0.seq <= page.upto }
      page.comments = visible.suffix(count)
      if let oldest = page.comments.first, visible.count > count {
        page.after = oldest.seq.advanced(by: -1)
      }
    case .forward(let after, let upto, let limit):
      page.after = after
      page.upto = min(upto ?? latestSeq, latestSeq)
      let visible = visible(to: audience).filter { $0.seq > after && $0.seq <= page.upto }
      page.comments = Array(visible.prefix(limit))
      if visible.count > limit { page.upto = visible[limit - 1].seq }
    }
    return page
  }

  func held(after: Seq, limit: Int) -> [Comment] {
    Array(comments.filter { $0.state == .held && $0.seq > after }.prefix(limit))
  }

  func page(_ query: EventQuery, for audience: Audience) -> EventPage {
    let upto = min(query.upto ?? latestModSeq, latestModSeq)
    let visible = events.filter { $0.modSeq > query.after && $0.modSeq <= upto }
      .compactMap { audience.view(of: withPresentComments($0)) }
    return EventPage(
      streamID: streamID, epoch: epoch, after: query.after,
      upto: visible.count > query.limit ? visible[query.limit - 1].modSeq : upto,
      latestSeq: latestSeq, latestModSeq: latestModSeq, events: Array(visible.prefix(query.limit)))
  }

  private func visible(to audience: Audience) -> [Comment] {
    comments.compactMap { audience.view(of: $0) }
  }

  private func withPresentComments(_ event: ModerationEvent) -> ModerationEvent {
    guard event.comments != nil else { return event }
    var event = event
    event.comments = event.targets?.compactMap { target in
      comments.first { $0.commentID == target.commentID }
    }
    return event
  }
}
