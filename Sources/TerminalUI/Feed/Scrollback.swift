import ClientCore
import LiveComments

/// What lies before the oldest comment of a frozen view, and what has become of the request for it.
struct Scrollback: Sendable, Hashable {
  /// The incarnation of the log that the view belongs to.
  let epoch: Epoch?
  /// Everything after it that may be shown is in the view, or has left at the other end.
  private(set) var floor: Seq
  private(set) var state: State

  enum State: Sendable, Hashable {
    /// More may be asked for.
    case ready
    case loading
    /// Nothing older exists.
    case beginning
    /// Asked for again when the reader asks again; the text says why.
    case failed(String)
  }

  init(epoch: Epoch?, floor: Seq) {
    self.epoch = epoch
    self.floor = floor
    state = floor == .zero ? .beginning : .ready
  }

  mutating func asked() { state = .loading }

  mutating func loaded(downTo floor: Seq) { self = Scrollback(epoch: epoch, floor: floor) }

  mutating func failed(_ reason: String) { state = .failed(reason) }

  /// The reader asks again for what failed.
  mutating func retry() {
    if case .failed = state { state = .ready }
  }
}

extension FrozenFeed {
  /// Comments that a view holds at most, whatever was loaded: when a page of older ones comes on
  /// top, the newest leave, far below the screen, and a line at the end says so. While something is
  /// marked none leave, and nothing more is loaded.
  static let capacity = 20_000

  /// Whether the reader may look further back and nothing has been asked for yet.
  var wantsOlder: Bool { scrollback.state == .ready && !isFull && !isThread }

  private var isFull: Bool { hasMarks && content.comments.count >= Self.capacity }

  /// Puts what was loaded before the oldest comment. Nothing on the screen moves: its place is named
  /// by a comment, and that comment has another index now.
  mutating func prepend(_ older: [Comment], downTo floor: Seq) {
    scroll.index += content.comments.prepend(older)
    scrollback.loaded(downTo: floor)
    guard !hasMarks else { return }
    while content.comments.count > Self.capacity {
      let comment = content.comments.removeLast()
      content.changes[comment.commentID] = nil
      if comment.seq > frozenFloor { left.insert(comment.commentID) }
      content.isCut = true
    }
  }

  /// What the row before the oldest comment says; nil while nobody needs to know.
  func headline(retryKey: String?) -> String? {
    if let title { return title }
    return switch scrollback.state {
    case .ready: isFull ? "no room for more while comments are marked" : nil
    case .loading: "loading older comments…"
    case .beginning: "beginning of the stream"
    case .failed(let reason):
      "older comments: \(reason)" + (retryKey.map { " (\($0) tries again)" } ?? "")
    }
  }
}
