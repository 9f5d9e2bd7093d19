import LiveComments
import ServerCore
import Testing

@Suite struct PermissionsTests {
  /// Every situation in which an act can be judged.
  struct Situation: CustomTestStringConvertible {
    var act: Act
    var role: Role
    var isOwn: Bool
    var target: Role?
    var streams: StreamScope

    static let all: [Situation] = Act.allCases.flatMap { act in
      Role.allCases.flatMap { role in
        [true, false].flatMap { isOwn in
          ([nil] + Role.allCases.map(Optional.some)).flatMap { target in
            [StreamScope.all, .only([.launch]), .only([.premiere]), .only([])].map {
              Situation(act: act, role: role, isOwn: isOwn, target: target, streams: $0)
            }
          }
        }
      }
    }

    var testDescription: String {
      "\(role) \(act) own=\(isOwn) against=\(String(describing: target)) \(streams)"
    }
  }

  /// Who may, written out from the contract's sentences and not from the table.
  private func isAllowed(_ situation: Situation) -> Bool {
    guard situation.streams != .only([.premiere]), situation.streams != .only([]) else {
      return false
    }
    let isModerator = situation.role == .moderator || situation.role == .owner
    let isAgainstModerator = situation.target == .moderator || situation.target == .owner
    switch situation.act {
    case .post, .react: return true
    case .postForOthers: return situation.role == .service
    case .review: return isModerator
    case .muteEverywhere: return situation.role == .owner && situation.streams == .all
    case .moderate(let action):
      switch action {
      case .flag, .unknown: return false
      case .delete: return isModerator || (situation.role == .viewer && situation.isOwn)
      case .mute, .unmute, .shadowBan, .liftShadowBan, .purgeUser:
        return situation.role == .owner
          || (situation.role == .moderator && !isAgainstModerator)
      default: return isModerator
      }
    }
  }

  @Test("each act, by each role, in each situation, is allowed as the contract says")
  func table() {
    for situation in Situation.all {
      let actor = Actor(user: .sample("mo", situation.role), streams: situation.streams)
      let object = ActObject(isOwn: situation.isOwn, role: situation.target)
      #expect(
        Permissions.allow(situation.act, by: actor, to: object, in: .launch)
          == isAllowed(situation), "\(situation.testDescription)")
    }
    #expect(Situation.all.count == 23 * 4 * 2 * 5 * 4)
  }

  @Test("an unknown action is nobody's")
  func unknown() {
    for role in Role.allCases {
      #expect(Permissions.grant(of: .moderate(.unknown("ban")), to: role) == .no)
    }
  }
}
