import Foundation
import LiveComments

/// What a stream's history holds, counted page by page over HTTP.
enum HistoryCount {
  /// Comments that anybody may read, up to the newest.
  static func comments(of streamID: StreamID, on server: SocketAddress) throws -> Int {
    var after: Int64 = 0
    var count = 0
    while true {
      let data = try ServerRequest.get(
        "/streams/\(streamID)/comments?after=\(after)&limit=\(Limits.pageComments)", of: server)
      let page = try WireCodec.decode(CommentPage.self, from: data)
      count += page.comments.count
      guard page.upto > page.after, page.upto < page.latestSeq else { return count }
      after = page.upto.rawValue
    }
  }
}
