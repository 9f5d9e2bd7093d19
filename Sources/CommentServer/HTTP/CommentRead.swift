import LiveComments
import ServerCore

/// Which page of comments a query asks for.
struct CommentRead: Equatable {
  var query: CommentQuery
  /// Seconds to wait for something to be there; nil when the request does not wait.
  var wait: Int?
  /// What the reader knows of moderation; an event above it ends the wait too.
  var modAfter: ModSeq?

  /// Throws `invalid` with the parameter at fault.
  init(_ query: QueryReader) throws(Problem) {
    let last = try query.count("last", in: 1...Limits.pageComments)
    let after: Seq? = try query.position("after")
    let upto: Seq? = try query.position("upto")
    let limit = try query.count("limit", in: 1...Limits.pageComments)
    let modAfter: ModSeq? = try query.position("mod_after")
    let wait = try query.count("wait", in: 0...LongPoll.longest)
    guard let after else {
      for (name, isGiven) in [
        ("limit", limit != nil), ("wait", wait != nil), ("mod_after", modAfter != nil),
      ] where isGiven {
        throw Problem(.invalid, "\(name) goes with after", field: name)
      }
      self.query = .newest(count: last ?? Limits.joinComments, upto: upto)
      return
    }
    guard last == nil else {
      throw Problem(.invalid, "last and after exclude each other", field: "last")
    }
    if let upto, upto < after {
      throw Problem(.invalid, "upto is at least after", field: "upto")
    }
    self.query = .forward(after: after, upto: upto, limit: limit ?? Limits.pageComments)
    self.wait = wait
    self.modAfter = modAfter
  }
}
