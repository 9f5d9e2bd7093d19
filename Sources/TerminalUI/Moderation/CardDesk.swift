import ClientCore
import LiveComments

/// The user card that is shown, and the one that is wanted.
struct CardDesk: Sendable {
  /// Whose card is to be shown.
  private(set) var wanted: UserTarget?
  /// The last one that came.
  private(set) var card: UserCard?
  /// Why the wanted one could not be had.
  private(set) var failure: RequestFailure?
  /// Whether something happened to the user since the card came.
  private(set) var isStale = false
  /// The first row that is shown.
  var scroll = 0

  /// Whether the server should be asked.
  var isMissing: Bool {
    guard let wanted else { return false }
    return isStale || (card?.userID != wanted.userID && failure == nil)
  }

  mutating func want(_ user: UserTarget) {
    guard wanted?.userID != user.userID else { return }
    wanted = user
    failure = nil
    isStale = false
    scroll = 0
    if card?.userID != user.userID { card = nil }
  }

  mutating func take(_ userID: UserID, _ result: Result<UserCard, RequestFailure>) {
    guard wanted?.userID == userID else { return }
    isStale = false
    switch result {
    case .success(let card):
      self.card = card
      failure = nil
    case .failure(let failure):
      self.failure = failure
    }
  }

  /// An event may have changed the card.
  mutating func heed(_ event: ModerationEvent) {
    guard let wanted else { return }
    let names = event.userID == wanted.userID
    let decides = event.targets?.contains { target in
      card?.comments.contains { $0.commentID == target.commentID } == true
    }
    if names || decides == true { isStale = true }
  }
}
