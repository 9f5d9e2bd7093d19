public import LiveComments

/// What a session asks of its driver, and what it says has changed.
public enum SessionAction: Sendable, Hashable {
  /// Fetch the page to join by; answer with `joined`.
  case fetchJoin(JoinPoint)
  /// Fetch `?after=…&upto=…&limit=1000` of the comments; answer with `commentPage`.
  case fetchComments(Coverage<CommentPlane>)
  /// Fetch `?after=…&upto=…` of the events; answer with `eventPage`.
  case fetchEvents(Coverage<ModerationPlane>)
  /// Fetch `?last=…&upto=…` of the comments; answer with `olderPage`.
  case fetchOlder(last: Int, upto: Seq)
  /// Open the WebSocket; answer with `opened` or `closed`.
  case connect
  case send(ClientFrame)
  /// Close the connection and report nothing more of it.
  case close(CloseCode)
  /// Abandon what is being fetched and whatever connection is open or being opened.
  case cancel

  /// What the feed says; `catchUp` never comes this way.
  case feed(FeedAction)
  case connectionChanged(ConnectionState)
  case statusChanged(StreamStatus)
  /// `Session.you` changed: who the server says this is.
  case identified(User?)
  /// The entry under `key` is new, or its status changed.
  case outboxChanged(key: String)
  /// The request under `key` is settled and has left the outbox.
  case settled(key: String, ServerFrame.Ack)
  /// A request was refused at once: the outbox is full.
  case refused(key: String, Problem)
  /// The feed has caught up, with so many comments, after it resumed.
  case caughtUp(comments: Int)
  /// The feed is behind by more than it can show: it joins afresh instead of showing everything.
  case jumping
  /// The request for the comments up to this position is answered. The timeline does not hold them.
  case olderLoaded(upTo: Seq, OlderOutcome)
  /// Something to tell the user that belongs to no request.
  case notice(Problem)
}

/// Where a session begins to read.
public enum JoinPoint: Sendable, Hashable {
  /// At the newest so many comments: `?last=…`.
  case newest(Int)
  /// At the first comment that the log holds: `?after=0&limit=1000`, and on from there.
  case beginning
}

/// What became of a request for older comments.
public enum OlderOutcome: Sendable, Hashable {
  /// Everything after `floor` that may be shown now, in ascending `seq`; nothing older exists when
  /// `floor` is 0. Later decisions about them come as events.
  case loaded([Comment], floor: Seq)
  case failed(RequestFailure)
}
