import LiveComments
import ServerCore

/// Where a stream stands, read from the log: not one snapshot, but the controls are no newer than
/// the page, and the events end where the page does.
struct HubOpening: Sendable {
  /// Comments that a hub begins with.
  private static let newestComments = Limits.pageComments
  /// How far back a hub begins with events, in positions.
  private static let newestEvents: Int64 = 512

  let summary: StreamSummary
  let page: CommentPage
  let events: EventPage?
  let reactions: StoredReactions

  init(of streamID: StreamID, in log: any CommentLog) async throws {
    summary = try await log.summary(of: streamID)
    page = try await log.comments(
      .newest(count: Self.newestComments), of: streamID, for: .moderators, epoch: nil)
    let latest = page.latestModSeq
    events =
      latest == .zero
      ? nil
      : try await log.events(
        EventQuery(
          after: latest.advanced(by: -Self.newestEvents), upto: latest,
          limit: Limits.pageComments),
        of: streamID, for: .moderators, epoch: nil)
    reactions = try await log.reactions(of: streamID)
  }
}
