import LiveComments

/// What a server says about a stream that nobody has posted to, when a client joins it.
struct EmptyStream {
  let streamID: StreamID
  let page: CommentPage
  let welcome: ServerFrame.Welcome

  init() throws {
    guard let streamID = StreamID(rawValue: "bench"), let epoch = Epoch(rawValue: "bench") else {
      throw LoadError("no stream")
    }
    self.streamID = streamID
    page = CommentPage(
      streamID: streamID, epoch: epoch, after: .zero, upto: .zero, latestSeq: .zero,
      latestModSeq: .zero, comments: [])
    welcome = ServerFrame.Welcome(
      streamID: streamID, epoch: epoch, connectionID: "bench", you: nil, latestSeq: .zero,
      latestModSeq: .zero, heartbeatMilliseconds: 3_600_000, resume: .inline, reason: nil,
      state: ServerFrame.State(
        level: .normal, slowModeSeconds: 0, locked: false, viewers: 1, pins: [], reactions: [:]))
  }
}
