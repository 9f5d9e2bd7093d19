import ClientCore
import LiveComments

extension World {
  /// After the network has healed, the client shows what the server's log defines.
  func compare() throws {
    let feed = session.feed
    var expected: [Comment] = []
    for entry in server.log.entries where entry.comment.seq > feed.floor {
      guard let copy = server.audience.copy(of: entry, at: .highest) else { continue }
      let isMissing = !feed.timeline.contains(copy.commentID)
      if isMissing, isExcused(copy) { continue }
      expected.append(copy)
    }
    let shown = Array(feed.timeline)
    guard shown.map(\.seq) == expected.map(\.seq) else {
      throw Oracle.Violation(
        "shows \(shown.map(\.seq)) instead of \(expected.map(\.seq)) above \(feed.floor)")
    }
    for (one, other) in zip(shown, expected) where !isEqual(one, other) {
      throw Oracle.Violation("shows \(one) instead of \(other)")
    }
    guard server.pageStarts.contains(feed.floor) || oracle.floors.contains(feed.floor)
    else { throw Oracle.Violation("nothing explains the floor \(feed.floor)") }
    try comparePins()
  }

  /// Whether the comment may be missing: sampling left it out of a frame and
  /// no `ack` brought it, or the ledger was too
  /// small to know that it may be shown.
  private func isExcused(_ comment: Comment) -> Bool {
    let isSampledOut =
      server.sampledOut.contains(comment.commentID) && !acknowledged.contains(comment.commentID)
    return isSampledOut || !scenario.remembersEverything
  }

  private func isEqual(_ one: Comment, _ other: Comment) -> Bool {
    guard !scenario.remembersEverything else { return one == other }
    return one.commentID == other.commentID
      && (server.audience.moderates || one.state == other.state)
  }

  private func comparePins() throws {
    let expected = server.log.pinned.reversed().filter {
      server.log.state(of: $0) == .visible
    }
    let shown = session.feed.pins.map(\.commentID)
    guard scenario.remembersEverything, shown != expected else { return }
    throw Oracle.Violation("pins \(shown) instead of \(expected)")
  }
}
