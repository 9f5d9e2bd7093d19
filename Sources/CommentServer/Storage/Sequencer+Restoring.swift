import GRDB
import LiveComments
import ServerCore

/// Taking purges back, a piece at a time (`PurgeHistory` says what that comes to).
///
/// The first piece is the order's own commit. Every other one is a commit to itself: an event like the
/// first one, of the next comments, with its states, its place in the audit chain and the position
/// from which the next piece looks on, all or nothing. So at every `mod_seq` what readers are shown,
/// what was published and what a crash leaves behind are the same, as after any other commit: a
/// restore that is half done is a stream in which so many comments have been restored.
extension Sequencer {
  /// Goes on with one of the restores under way, and says in which stream; nil when there is none.
  ///
  /// What it throws of damage and of refusals is thrown before anything is written.
  mutating func restorePiece(in database: Database, at now: Moment) throws -> Int? {
    guard let restore = try RestoreTable.next(after: lastRestored, in: database) else { return nil }
    lastRestored = restore.place
    let place = try place(of: restore.streamID, in: database)
    let stream = restore.place.stream
    guard let first = try EventTable.event(at: restore.restoredBy, stream: stream, in: database),
      first.action == .restore, first.userID?.rawValue == restore.place.userID,
      let search = try RestoreSearch(
        purge: CommentRow.position(restore.place.purge),
        of: UserID(rawValue: restore.place.userID), stream: stream, in: database),
      first.fromSeq == search.purge.fromSeq, first.uptoSeq == search.purge.uptoSeq
    else {
      throw LogCorruption("the event \(restore.restoredBy) is no restore of this purge")
    }
    let found = try search.step(from: restore.nextSeq, limit: commentsPerRestore, in: database)
    if !found.targets.isEmpty {
      let draft = EventDraft(
        continuing: first, with: found.targets, id: Self.makeModerationID(now.time), at: now.time)
      _ = try append(draft, at: place, receivedAt: now.instant, in: database)
    }
    try RestoreTable.advance(restore.place, to: found.nextSeq, in: database)
    return place
  }
}
