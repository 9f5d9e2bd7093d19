import LiveComments
import ServerCore
import Testing

struct AuthorityTests {
  /// Who may take an action: `+` always, `o` on own comments, `u` not against moderators, `-` never;
  /// for a viewer, a service, a moderator and the owner.
  static let table: [(ModerationAction, String)] = [
    (.delete, "o-++"), (.restore, "--++"), (.hold, "--++"), (.approve, "--++"), (.reject, "--++"),
    (.pin, "--++"), (.unpin, "--++"), (.purgeUser, "--u+"), (.mute, "--u+"), (.unmute, "--u+"),
    (.shadowBan, "--u+"), (.liftShadowBan, "--u+"), (.slowMode, "--++"), (.lock, "--++"),
    (.unlock, "--++"), (.setLevel, "--++"), (.setRules, "----"), (.flag, "----"),
    (.unknown("raid"), "----"),
  ]

  @Test("each action and role", arguments: table)
  func decided(action: ModerationAction, row: String) {
    let roles: [Role] = [.viewer, .service, .moderator, .owner]
    let authorities = roles.map { role -> Character in
      switch Authority.of(role, over: action) {
      case .always: "+"
      case .onOwnComments: "o"
      case .againstOthersThanModerators: "u"
      case .never: "-"
      }
    }
    #expect(String(authorities) == row)
  }

  @Test("the table names every action")
  func complete() {
    #expect(Set(Self.table.map(\.0)).isSuperset(of: ModerationAction.allCases))
  }
}
