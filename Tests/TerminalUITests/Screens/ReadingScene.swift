import ClientCore
import LiveComments
import TerminalGrid

@testable import TerminalUI

/// What reading looks like, beside the situations of `Scene`.
enum ReadingScene: String, CaseIterable {
  case loadingOlder, olderLoaded, olderFailed, beginning

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
    }
  }

  private func lookBack(_ stage: inout Stage) {
    stage.goLive(Stage.chat, after: 99)
    stage.press("g")
  }
}
