import ClientCore
import LiveComments

extension Model {
  /// Asks the server for what is shown and not known yet.
  mutating func inquireAsNeeded() -> [Effect] {
    guard moderates, session.connection.isConnected else { return [] }
    var effects: [Effect] = []
    if let after = held.nextPage { effects += inquire(.held(after: after)) }
    if rules.isStale, rules.change != nil || pane.shows(.stream) { effects += inquire(.rules) }
    if pane.shows(.log), decisionLog.isNearEnd,
      let range = decisionLog.pageBefore(session.feed.lastModSeq)
    {
      effects += inquire(.decisions(range))
    }
    if pane.shows(.user) {
      // While the pane has the keys the card stays, wherever the selection is.
      if !pane.hasKeys, let comment = frozen?.selectedComment { card.want(UserTarget(comment)) }
      if card.isMissing, let user = card.wanted { effects += inquire(.userCard(user.userID)) }
    }
    return effects
  }

  private mutating func inquire(_ inquiry: Inquiry) -> [Effect] {
    inquiries.begin(inquiry.kind, at: clock.instant) ? [.inquire(inquiry)] : []
  }

  mutating func take(_ answer: InquiryAnswer) -> [Effect] {
    switch answer {
    case .held(let after, let result):
      end(.held, result)
      guard case .success(let page) = result else { break }
      held.take(
        page.comments.map { session.feed.ledger.resolved($0) }, after: after,
        pageSize: Inquiry.heldPage)
      if pane.shows(.held), held.selection == nil { _ = held.selectNextWaiting() }
    case .decisions(let range, let result):
      end(.decisions, result)
      guard case .success(let page) = result else { break }
      let names = names(in: page.events)
      for event in page.events { decisionLog.insert(entry(event, names)) }
      decisionLog.fetched(range)
    case .userCard(let userID, let result):
      end(.userCard, result)
      card.take(userID, result)
    case .rules(let result):
      end(.rules, result)
      rules.take(result)
      return changeRules()
    case .rulesSet(let result):
      end(.setRules, result)
      switch result {
      case .success: rules.take(result)
      case .failure(let failure):
        rules.isStale = true
        say("the rules were not changed: \(failure.words)", .error)
      }
    }
    return []
  }

  private mutating func end<Value>(
    _ kind: InquiryBook.Kind, _ result: Result<Value, RequestFailure>
  ) {
    let failed = if case .failure = result { true } else { false }
    inquiries.end(kind, failed: failed, at: clock.instant)
  }

  /// Makes the change that waited for the present rules.
  private mutating func changeRules() -> [Effect] {
    guard let change = rules.change else { return [] }
    rules.change = nil
    guard let before = rules.document else {
      say("the rules cannot be had: \(rules.failure?.words ?? "try again")", .error)
      return []
    }
    guard before[change.rule] != change.response else {
      say("\(change.rule) is \(change.response.rawValue) already")
      return []
    }
    if let expected = change.replacing, before[change.rule] != expected {
      say("not taken back: \(change.rule) was set by others since", .warning)
      return []
    }
    var document = before
    document[change.rule] = change.response
    let effects = inquire(.setRules(document))
    guard !effects.isEmpty else {
      say("another change of the rules is under way", .warning)
      return []
    }
    let done = "set rule \(change.rule) to \(change.response.rawValue)"
    guard change.replacing == nil else {
      say("took back: \(done)", .success)
      return effects
    }
    let back = RuleDesk.Change(
      rule: change.rule, response: before[change.rule], replacing: change.response)
    deeds.push(UndoStack.Deed(done: done, keys: [], inverse: [.rule(back)]))
    sayDone(done)
    return effects
  }
}

extension RequestFailure {
  /// Why, for people.
  var words: String {
    switch self {
    case .refused(let problem): problem.detail
    case .unreachable(let text): text
    }
  }
}
