import DequeModule
import LiveComments
import ServerCore

/// What one publication has put before whom: up to where each audience sees something that is new,
/// or that moderation has changed.
struct ViewNews {
  private var forModerators = Seq.zero
  private var forEveryone = Seq.zero
  /// For authors of what nobody else sees.
  private var forAuthors: [UserID: Seq] = [:]

  mutating func add(_ comment: EncodedComment) {
    forModerators = max(forModerators, comment.seq)
    if comment.isVisible(to: .everyone) {
      forEveryone = max(forEveryone, comment.seq)
    } else if comment.isPersonal {
      let author = comment.comment.userID
      forAuthors[author] = max(forAuthors[author] ?? .zero, comment.seq)
    }
  }

  /// The newest that `audience` sees; zero when there is nothing.
  func latest(for audience: Audience) -> Seq {
    switch audience {
    case .moderators: forModerators
    case .everyone: forEveryone
    case .user(let userID): max(forEveryone, forAuthors[userID] ?? .zero)
    }
  }
}

extension StreamView {
  /// What a publication that has been taken in has brought; `known` is what was here before.
  func news(of publication: Publication, after known: Seq) -> ViewNews {
    var news = ViewNews()
    for comment in comments.comments[comments.index(after: known)...] { news.add(comment) }
    for event in publication.events
    where event.event.targets != nil || event.event.action == .purgeUser {
      for comment in comments.comments(touchedBy: event.event) { news.add(comment) }
    }
    return news
  }
}
