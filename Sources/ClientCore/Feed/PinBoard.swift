import LiveComments

/// What is pinned: what `welcome` listed, corrected by the pin events after it.
struct PinBoard: Sendable {
  /// At most so many are pinned at a time (design §5.4).
  static let limit = 3

  /// What is shown, the newest pin first.
  private(set) var shown: [Comment] = []
  private var listed: [Comment] = []
  private var listedModSeq = ModSeq.zero
  /// Copies that came with pin events, of comments that are pinned.
  private var copies: [CommentID: Comment] = [:]

  /// Takes the list of `welcome`, which reflects every event up to `modSeq`.
  mutating func list(_ comments: [Comment], at modSeq: ModSeq) {
    listed = Array(comments.prefix(Self.limit))
    listedModSeq = modSeq
  }

  mutating func keep(_ comments: [Comment]) {
    for comment in comments { copies[comment.commentID] = comment }
  }

  /// Works out again what is shown. True when that changed.
  mutating func refresh(_ ledger: Ledger) -> Bool {
    dropRetracted(ledger)
    var pinned: [(comment: Comment, modSeq: ModSeq, place: Int)] = []
    for (place, comment) in listed.enumerated() {
      let register = ledger.pin(of: comment.commentID)
      guard let register, register.modSeq > listedModSeq else {
        pinned.append((comment, .zero, -place))
        continue
      }
      if register.value { pinned.append((comment, register.modSeq, 0)) }
    }
    for (id, comment) in copies where !listed.contains(where: { $0.commentID == id }) {
      guard let register = ledger.pin(of: id), register.modSeq > listedModSeq else { continue }
      pinned.append((comment, register.modSeq, 0))
    }
    let now =
      pinned
      .sorted { ($0.modSeq, $0.place, $0.comment.seq) > ($1.modSeq, $1.place, $1.comment.seq) }
      .map { ledger.resolved($0.comment) }
      .filter { !$0.state.isRetracted }
      .prefix(Self.limit)
    guard !now.elementsEqual(shown) else { return false }
    shown = Array(now)
    return true
  }

  /// Lets go of what was retracted after it was pinned, so that it cannot come back when the ledger
  /// forgets why.
  private mutating func dropRetracted(_ ledger: Ledger) {
    func isRetracted(_ comment: Comment, after modSeq: ModSeq) -> Bool {
      let register = ledger.visibility(
        of: comment.commentID, by: comment.userID, at: comment.seq)
      guard let register, register.modSeq > modSeq else { return false }
      return register.value.isRetracted
    }
    let listedModSeq = listedModSeq
    listed.removeAll { isRetracted($0, after: listedModSeq) }
    copies = copies.filter { id, comment in
      guard let pin = ledger.pin(of: id), pin.value else { return false }
      return !isRetracted(comment, after: pin.modSeq)
    }
  }

  mutating func removeAll() { self = PinBoard() }
}
