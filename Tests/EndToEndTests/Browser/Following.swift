import LiveComments

/// What a page knows of a stream from what it has seen, and everything about it that is not as it
/// should be.
struct Following {
  private(set) var welcomes: [ServerFrame.Welcome] = []
  private(set) var comments: [LiveComments.Comment] = []
  private(set) var deleted: [CommentID] = []
  private(set) var reconnects = 0
  private(set) var refusals: [ProblemCode] = []
  /// How often the connection ended.
  private(set) var failures = 0
  private(set) var complaints: [String] = []

  /// Where the page is: what the last event's id says.
  private var epoch: Epoch?
  private var seq = Seq.zero
  private var modSeq = ModSeq.zero

  init(_ sights: [EventSourcePage.Sight]) {
    for sight in sights { see(sight) }
  }

  private mutating func see(_ sight: EventSourcePage.Sight) {
    switch sight {
    case .opened: break
    case .failed(let givesUp):
      failures += 1
      if givesUp { complain("the browser gave up") }
    case .event(let id, let frame):
      take(frame, id)
      let expected = epoch.map { "\($0):\(seq):\(modSeq)" } ?? ""
      if id != expected { complain("the id is \(id), not \(expected), with \(frame)") }
    }
  }

  private mutating func take(_ frame: ServerFrame, _ id: String) {
    switch frame {
    case .welcome(let welcome): begin(welcome)
    case .comments(let batch):
      if batch.after != seq { complain("\(batch.coverage) does not follow \(seq)") }
      seq = batch.upto
      comments += batch.comments
    case .moderation(let batch):
      if batch.after != modSeq { complain("\(batch.coverage) does not follow \(modSeq)") }
      modSeq = batch.upto
      deleted += batch.events.filter { $0.action == .delete }
        .flatMap { $0.targets ?? [] }.map(\.commentID)
    case .reconnect: reconnects += 1
    case .error(let error): refusals.append(error.code)
    default: break
    }
  }

  private mutating func begin(_ welcome: ServerFrame.Welcome) {
    welcomes.append(welcome)
    epoch = welcome.epoch
    // Otherwise it goes on from where the page is.
    guard welcome.resume != .inline else { return }
    seq = welcome.latestSeq
    modSeq = welcome.latestModSeq
  }

  private mutating func complain(_ complaint: String) { complaints.append(complaint) }
}
