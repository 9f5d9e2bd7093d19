import ClientCore
import LiveComments
import TerminalGrid

/// A user's card: how they stand, what they wrote, what was done about it.
struct UserPane {
  private let model: Model
  private let text: PaneText

  init(_ model: Model, _ text: PaneText) {
    self.model = model
    self.text = text
  }

  /// Actions that are listed before the comments.
  private static let actionsAtMost = 10

  /// The card from where it is scrolled to; at least a screen of it.
  func rows(atMost limit: Int) -> [PaneRow] {
    let rows = all
    let first = min(model.card.scroll, max(0, rows.count - limit))
    return Array(rows.dropFirst(first).prefix(limit))
  }

  private var all: [PaneRow] {
    guard let wanted = model.card.wanted else {
      return [PaneText.blank, text.row("Select a comment to see its author.", .secondary)]
    }
    let name = text.wrapped(wanted.name, .name, .bold)
    if let failure = model.card.failure {
      let words =
        if case .refused(let problem) = failure, problem.code == .unknownUser {
          "has not written into this stream"
        } else {
          failure.words
        }
      return name + text.wrapped(words, .warning)
    }
    guard let card = model.card.card, card.userID == wanted.userID else {
      return name + [text.row("Loading…", .secondary)]
    }
    return name + facts(card) + actions(card) + comments(card)
  }

  private func facts(_ card: UserCard) -> [PaneRow] {
    var rows = text.pair("user_id", card.userID.rawValue)
    if card.role != .viewer { rows += text.pair("role", card.role.rawValue) }
    rows += text.pair(
      "status", status(card), card.isMuted || card.isShadowBanned ? .warning : .text)
    let counts = CommentState.allInOrder.compactMap { state in
      card.counts[state.rawValue].map { "\(Figure.grouped($0)) \(state.word)" }
    }
    rows += text.pair("comments", counts.isEmpty ? "none" : counts.joined(separator: ", "))
    return rows
  }

  private func status(_ card: UserCard) -> String {
    var words: [String] = []
    if card.isMuted {
      words.append(
        card.mutedUntil.map { end in
          let left = max(0, Int((end.milliseconds - model.clock.time.milliseconds) / 1_000))
          return "muted for \(ActionWords.duration(left)) more"
        } ?? "muted for ever")
    }
    if card.isShadowBanned { words.append("shadow-banned") }
    for entry in model.decisions.entries where entry.request.userID == card.userID {
      words.append("… \(ActionWords.past(entry.request.action))")
    }
    return words.isEmpty ? "may write" : words.joined(separator: ", ")
  }

  private func comments(_ card: UserCard) -> [PaneRow] {
    guard !card.comments.isEmpty else { return [] }
    return [PaneText.blank, text.row("Last comments", .accent)]
      + card.comments.reversed().flatMap { comment -> [PaneRow] in
        let comment = model.decisions.resolved(model.session.feed.ledger.resolved(comment))
        let time = TimeOfDay(comment.createdAt, utcOffset: model.clock.utcOffset)
        let note = comment.state == .visible ? "" : "[\(comment.state.word)] "
        return text.dated(
          time.hoursAndMinutes, note + comment.content,
          comment.state == .visible ? .text : .secondary)
      }
  }

  private func actions(_ card: UserCard) -> [PaneRow] {
    guard !card.actions.isEmpty else { return [] }
    let names = [card.userID: card.userName]
    return [PaneText.blank, text.row("What was done", .accent)]
      + card.actions.suffix(Self.actionsAtMost).reversed().flatMap { event -> [PaneRow] in
        let entry = model.entry(event, names)
        let time = TimeOfDay(event.at, utcOffset: model.clock.utcOffset)
        return text.dated(
          time.hoursAndMinutes,
          "\(entry.actor) \(DecisionWords.deed(event, subject: entry.subject))", .text)
      }
  }
}

extension CommentState {
  fileprivate static let allInOrder: [CommentState] = [.visible, .held, .deleted, .shadowBanned]

  /// As people say it.
  var word: String {
    switch self {
    case .visible: "visible"
    case .held: "held"
    case .deleted: "deleted"
    case .shadowBanned: "shadow-banned"
    }
  }
}
