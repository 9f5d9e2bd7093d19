import GRDB
public import LiveComments
import ServerCore
import Synchronization

extension SQLiteCommentLog {
  public func opening(of streamID: StreamID) async throws(Problem) -> StreamOpening {
    let unwritten = unwrittenReactions.withLock { $0.record(of: streamID) }
    return try await readUngated { [epoch] database in
      let reader = try PageReader(streamID: streamID, epoch: epoch, in: database)
      let page = try reader.comments(
        .newest(count: StreamOpening.newestComments), for: .moderators, epoch: nil)
      let latest = page.latestModSeq
      let events =
        latest == .zero
        ? nil
        : try reader.events(
          EventQuery(
            after: latest.advanced(by: -StreamOpening.newestEvents), upto: latest,
            limit: Limits.pageComments),
          for: .moderators, epoch: nil)
      return StreamOpening(
        summary: try Self.summary(of: streamID, in: database), page: page, events: events,
        reactions: try Self.reactions(of: streamID, unwritten: unwritten, in: database))
    }
  }
}
