import ClientCore
import LiveComments
import TerminalGrid

@testable import TerminalUI

extension Stage {
  /// Joins a stream that holds more than the page of the join, and goes live.
  mutating func goLive(_ comments: [Comment], after floor: Seq, you: User? = alice) {
    send(.session(.start))
    send(.session(.joined(.success(Self.page(comments, after: floor)))))
    send(.session(.opened))
    welcome(you: you)
  }

  /// Answers the request for older comments.
  mutating func older(
    _ comments: [Comment], after floor: Seq, upTo end: Seq, reflecting modSeq: ModSeq? = nil
  ) {
    var page = Self.page(comments, after: floor)
    page.upto = end
    page.latestModSeq = modSeq ?? model.session.feed.lastModSeq
    send(.session(.olderPage(upTo: end, .success(page))))
  }

  /// Runs a line of the `:` prompt.
  mutating func command(_ line: String) {
    press(":")
    type(line)
    press("enter")
  }

  /// The positions up to which older comments were asked for.
  var olderRequests: [Seq] {
    effects.compactMap { effect in
      if case .session(.fetchOlder(_, let floor)) = effect { floor } else { nil }
    }
  }

  /// The rows of the feed, without status, divider and what is below.
  var feedRows: [String] {
    let grid = grid()
    return (1..<grid.rows - 3).map { grid.line($0) }
  }

  /// A question with answers, and answers to them, among others.
  static let talk: [Comment] = {
    let question = comment(101, "marie_curie", "Does anyone know when the second burn starts?")
    let answer = comment(103, "houston", "In four minutes.", replyTo: question.commentID)
    let other = comment(105, "kerbal", "what a view", replyTo: comment(7, "a", "b").commentID)
    return [
      question, comment(102, "neil", "T-10 minutes"), answer,
      comment(104, "marie_curie", "Thank you! 🚀", replyTo: answer.commentID), other,
      comment(106, "neil", "five, I think", replyTo: question.commentID),
      comment(107, "marie_curie", "bye"),
    ]
  }()
}
