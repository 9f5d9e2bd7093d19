/// Reads the frame that a busy stream consists of, `comments`, as `CommentReader` reads comments.
struct CommentBatchReader {
  private var after = MemberRecord<Seq>()
  private var upto = MemberRecord<Seq>()
  private var latestModSeq = MemberRecord<ModSeq>()
  private var comments = MemberRecord<[Comment]>()
  private var sampledOut = MemberRecord<Int>()
  private var isBatch = MemberRecord<Bool>()

  /// The batch in a whole frame; nil when it is another frame, or when the general decoder has to
  /// look.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> ServerFrame.CommentBatch? {
    var cursor = JSONCursor(bytes)
    var reader = CommentBatchReader()
    guard cursor.object({ reader.take($0, from: &$1) }), cursor.isAtEnd(),
      reader.isBatch.value == true, let after = reader.after.value, let upto = reader.upto.value,
      let latestModSeq = reader.latestModSeq.value, let comments = reader.comments.value
    else { return nil }
    return ServerFrame.CommentBatch(
      after: after, upto: upto, latestModSeq: latestModSeq, comments: comments,
      sampledOut: reader.sampledOut.value)
  }

  private mutating func take(
    _ name: UnsafeBufferPointer<UInt8>, from cursor: inout JSONCursor
  ) -> Bool {
    if name.spells("type") {
      // Another frame is given up on where it says so, not at its end.
      return isBatch.set(cursor.plainString()?.spells("comments")) && isBatch.value == true
    }
    if name.spells("after") { return after.set(cursor.position()) }
    if name.spells("upto") { return upto.set(cursor.position()) }
    if name.spells("latest_mod_seq") { return latestModSeq.set(cursor.position()) }
    if name.spells("comments") {
      // `reactions` names an object alike: no array, no batch.
      return comments.set(CommentReader.readAll(&cursor))
    }
    if name.spells("sampled_out") {
      return sampledOut.set(cursor.integer().flatMap(Int.init(exactly:)))
    }
    return cursor.skipValue()
  }
}
