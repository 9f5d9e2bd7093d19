import GRDB
import LiveComments
import ServerCore

extension ModerationFacts {
  /// Reads what bears on a request. A stream that nobody has used has no facts.
  init(
    for order: ModerationOrder, row: StreamRow?, at time: Timestamp, in database: Database
  ) throws {
    guard let row else {
      self.init()
      return
    }
    self.init(controls: row.controls, latestSeq: row.latestSeq)
    let streamID = order.streamID
    // A request with too many is refused: reading them would only cost.
    targets = try (order.request.commentIDs ?? []).prefix(Limits.moderationTargets + 1).compactMap {
      try CommentTable.target($0, of: streamID, stream: row.stream, in: database)
    }
    if order.request.action == .approve {
      for author in Set(targets.map(\.comment.userID)) {
        let standing = try StandingTable.standing(of: author, stream: row.stream, in: database)
        if standing.isShadowBanned { shadowBannedAuthors.insert(author) }
      }
    }
    if let userID = order.request.userID {
      userRole = try CommentTable.lastRole(of: userID, stream: row.stream, in: database)
      if order.request.action == .purgeUser, let seconds = order.request.seconds, seconds > 0 {
        let (reach, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000)
        let since = overflow ? 0 : max(time.milliseconds - reach, 0)
        firstRecentSeq = try CommentTable.firstSeq(
          by: userID, since: Timestamp(milliseconds: since), stream: row.stream, in: database)
      }
    }
    if order.request.action == .restore, let moderationID = order.request.moderationID {
      namedEvent = try EventTable.event(moderationID, stream: row.stream, in: database)
      if let purge = namedEvent {
        purged = try PurgeTable.restorable(
          from: purge, of: streamID, stream: row.stream, in: database)
      }
    }
  }
}
