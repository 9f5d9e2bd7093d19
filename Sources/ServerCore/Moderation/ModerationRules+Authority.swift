import LiveComments

/// Who may.
extension ModerationRules {
  static func checkAuthority(
    of order: ModerationOrder, given facts: ModerationFacts
  ) throws(Problem) {
    let action = order.request.action
    if action.subject == nil || action.subject == .automated { return }
    switch Authority.of(order.actor.role, over: action) {
    case .always: break
    case .never: throw forbidden("a \(order.actor.role.rawValue) may not \(action)")
    case .onOwnComments: try checkOwnership(of: order, given: facts)
    case .againstOthersThanModerators:
      let role =
        order.request.userID == order.actor.userID ? order.actor.role : facts.userRole
      if role?.moderates == true {
        throw forbidden("only the owner may \(action) a moderator or an owner")
      }
    }
    if order.request.scope != nil, !(order.actor.role == .owner && order.actsEverywhere) {
      throw forbidden("only an owner of all streams may act in every stream")
    }
  }

  static func checkOwnership(
    of order: ModerationOrder, given facts: ModerationFacts
  ) throws(Problem) {
    let audience = Audience(order.actor)
    let others = facts.targets.map(\.comment).filter { $0.userID != order.actor.userID }
    // What the actor cannot see must look as if it were not there.
    let unseen = others.filter { audience.view(of: $0) == nil }.map(\.commentID)
    guard unseen.isEmpty else { throw unknownComments(unseen) }
    guard others.isEmpty else {
      throw Problem(
        .forbidden, "you may delete only your own comments", commentIDs: others.map(\.commentID))
    }
  }
}
