import ClientCore
import LiveComments
import TerminalGrid

@testable import TerminalUI

/// A situation that every screen size is drawn in.
enum Scene: String, CaseIterable {
  case joining, firstSteps, connected, anonymous, busy, frozen, composing, completing, replying,
    outbox
  case disconnected, stalled, caughtUp, pinned, question, commandLine, help, helpSearch,
    moderatorHelp
  case connectionPane
  case moderating, marking, muting, proposal, reasonOffer
  case searching, searchKept, searchProblem, filtered
  case heldPane, logPane, userPane, streamPane, viewerStreamPane, charts

  func play(_ stage: inout Stage) {
    switch self {
    case .joining:
      stage.send(.session(.start))
    case .firstSteps:
      stage.model.firstStepsUntil = stage.model.clock.instant + .seconds(FirstSteps.seconds)
      stage.goLive(Stage.chat)
    case .connected:
      stage.goLive(Stage.chat)
    case .anonymous:
      stage.goLive(Stage.chat, you: nil)
    case .busy:
      stage.goLive(Stage.chat) {
        $0.level = .hot
        $0.slowModeSeconds = 30
        $0.locked = true
      }
      for count: Int64 in [2, 9, 4, 1, 6] {
        stage.arrive(Stage.comments(count, from: stage.model.session.feed.lastSeenSeq.rawValue + 1))
        stage.pass(.seconds(1))
      }
    case .frozen:
      stage.goLive(Stage.chat)
      stage.press("k", "k", "k", "k")
      stage.arrive(Stage.comments(57, from: 200))
      stage.moderate(.delete, .deleted, [Stage.chat[1], Stage.chat[3]])
    case .composing:
      stage.goLive(Stage.chat)
      stage.press("i")
      stage.type("watching from 東京 🗼 with the whole family; it is well past midnight here and ")
      stage.type("nobody wants to sleep before the second burn")
    case .completing:
      stage.goLive(Stage.chat)
      stage.press("i")
      stage.type("hello @m")
      stage.press("tab", "tab")
    case .replying:
      stage.goLive(Stage.chat)
      stage.press("k", "k", "r")
      stage.type("yes!")
    case .outbox:
      stage.goLive(Stage.chat)
      stage.press("i")
      stage.type("first")
      stage.press("enter")
      stage.type("second")
      stage.press("enter", "esc")
      stage.refuse(stage.posts[0].key, .slowMode, "one comment every 30 s")
      stage.pass(.seconds(20))
    case .disconnected:
      stage.goLive(Stage.chat)
      stage.loseConnection()
    case .stalled:
      stage.goLive(Stage.chat)
      stage.pass(.seconds(23))
    case .caughtUp:
      stage.goLive(Stage.chat)
      stage.loseConnection()
      stage.pass(.seconds(3))
      stage.send(.session(.opened))
      stage.welcome(latestSeq: 202)
      stage.arrive(Stage.comments(3, from: 200))
    case .pinned:
      stage.goLive(Stage.chat)
      stage.pin(Stage.chat[3])
      stage.pin(Stage.chat[7])
    case .question:
      stage.goLive(Stage.chat)
      stage.press("i")
      stage.send(.terminal(.paste("rm -rf /\nreboot\n")))
    case .commandLine:
      stage.goLive(Stage.chat)
      stage.press(":")
      stage.type("theme hi")
      stage.press("tab")
    case .help:
      stage.goLive(Stage.chat)
      stage.press("?")
    case .helpSearch:
      stage.goLive(Stage.chat)
      stage.press("k", "?")
      stage.type("mod")
      stage.press("down")
    case .moderatorHelp:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.press("k", "?")
    case .connectionPane:
      stage.goLive(Stage.chat)
      stage.loseConnection()
      stage.press("c")
    case .moderating:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.moderate(.delete, .deleted, [Stage.chat[0]]) {
        $0.actor = "u-max"
        $0.reason = "spam"
      }
      stage.moderate(.hold, .held, [Stage.chat[5]]) {
        $0.actorKind = .policy
        $0.policy = "links"
      }
      stage.press("k", "k", "d")
      stage.pass(.seconds(9))
    case .marking:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.press("k", "k", "v", "k", "k", "v", "k")
    case .muting:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.press("k", "k", "m")
    case .proposal:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.press("k", "k", "D")
    case .reasonOffer:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.press("k", "k", "d")
    case .searching:
      stage.goLive(Stage.chat)
      stage.press("/")
      stage.type("the")
    case .searchKept:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.arrive(Stage.comments(30, from: 200))
      stage.press("/")
      stage.type("comment -from:user1 re:2[0-4]")
      stage.press("enter", "n", "n")
    case .searchProblem:
      stage.goLive(Stage.chat)
      stage.press("/")
      stage.type("from:marie_curie re:(burn|second")
    case .filtered:
      stage.goLive(Stage.chat)
      stage.arrive(Stage.comments(30, from: 200))
      stage.press(":")
      stage.type("filter comment -re:[27]$")
      stage.press("enter")
    case .heldPane:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.review(Stage.heldComments)
      stage.press("H", "j")
      stage.moderate(.approve, .visible, [Stage.heldComments[0]]) { $0.actor = "u-max" }
      stage.press("x", "n")
      stage.pass(.seconds(9))
    case .logPane:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.actOfModerators()
      stage.press("L")
      stage.answerDecisions()
    case .userPane:
      stage.goLive(Stage.chat, you: Stage.ana)
      stage.press("k", "k", "U")
      stage.answerCard()
    case .streamPane:
      stage.goLive(Stage.chat, you: Stage.ana) {
        $0.slowModeSeconds = 30
        $0.level = .hot
      }
      stage.pin(Stage.chat[3])
      stage.press("S")
      stage.answerRules()
    case .viewerStreamPane:
      stage.goLive(Stage.chat)
      stage.press("S")
    case .charts:
      stage.goLive(Stage.chat)
      stage.watch(minutes: 3, perSecond: 4)
      stage.loseConnection()
      stage.pass(.seconds(30))
      stage.send(.session(.opened))
      stage.welcome(viewers: 1_250)
      stage.watch(minutes: 5, perSecond: 9)
      stage.press("S")
    }
  }
}
