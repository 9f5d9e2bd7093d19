import ClientCore
import LiveComments
import TerminalGrid

@testable import TerminalUI

/// What reading looks like, beside the situations of `Scene`.
enum ReadingScene: String, CaseIterable {
  case loadingOlder, olderLoaded, olderFailed, beginning
  case unread, firstNew, relativeTimes, noTimes, days
  case thread, retractedQuote, selectedAuthor, repeats, emotes

  func play(_ stage: inout Stage) {
    switch self {
    case .loadingOlder:
      lookBack(&stage)
    case .olderLoaded:
      lookBack(&stage)
      stage.older(Stage.comments(90, from: 9), after: 8, upTo: 99)
    case .olderFailed:
      lookBack(&stage)
      stage.send(.session(.olderPage(upTo: 99, .failure(.unreachable("connection refused")))))
    case .beginning:
      lookBack(&stage)
      stage.older([], after: .zero, upTo: 99)
    case .unread:
      stage.goLive(Stage.chat)
      stage.send(.terminal(.focus(gained: false)))
      stage.arrive(Stage.comments(3, from: 200))
      stage.send(.terminal(.focus(gained: true)))
    case .firstNew:
      stage.goLive(Stage.chat)
      stage.press("k")
      stage.arrive(Stage.comments(57, from: 200))
      stage.press("n")
    case .relativeTimes:
      stage.goLive(Stage.chat)
      stage.command("set times relative")
      for _ in 0..<5 {
        stage.pass(.seconds(20))
        stage.send(.session(.alive))
      }
    case .noTimes:
      stage.goLive(Stage.chat)
      stage.command("set times none")
    case .days:
      stage.goLive(
        Stage.chat.enumerated().map { index, comment in
          var comment = comment
          comment.createdAt.milliseconds += Int64(index / 3) * 86_400_000
          return comment
        })
    case .thread:
      stage.goLive(Stage.talk)
      stage.press("k", "k", "t")
      stage.arrive(Stage.comments(3, from: 200))
    case .retractedQuote:
      stage.goLive(Stage.talk)
      stage.press("k")
      stage.moderate(.delete, .deleted, [Stage.talk[0]])
    case .repeats:
      stage.goLive(Stage.chat)
      stage.arrive(
        ["GOAL", "goooal!!", "what a pass", "Goal", "GOAL ⚽", "goal"].enumerated().map {
          var comment = Stage.comment(200 + Int64($0), "user\($0)", $1)
          comment.createdAt = Stage.start
          return comment
        })
    case .emotes:
      stage.goLive(
        [
          "what a goal :fire::fire: :face-blue-smiling:", ":our-own-emote: :pogchamp:",
          "at 12:30:45 :+1:, see std:vector:size", ":a-name-that-is-much-too-long-to-show: hm",
        ].enumerated().map { Stage.comment(100 + Int64($0), "user\($0)", $1) })
    case .selectedAuthor:
      stage.goLive(Stage.talk)
      stage.press("k")
    }
  }

  private func lookBack(_ stage: inout Stage) {
    stage.goLive(Stage.chat, after: 99)
    stage.press("g")
  }
}
