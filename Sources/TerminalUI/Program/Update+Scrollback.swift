import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Asks for older comments when the frozen view comes within a screen of its oldest.
  mutating func loadOlderAsNeeded() -> [Effect] {
    guard frozen?.wantsOlder == true, let frozen, frozen.scroll.index < size.rows else { return [] }
    guard frozen.scrollback.epoch == session.feed.epoch else {
      self.frozen?.scrollback.failed("the server's log has begun anew")
      return []
    }
    self.frozen?.scrollback.asked()
    return drive(.loadOlder(upTo: frozen.scrollback.floor))
  }

  /// Takes a page of older comments, unless the reader has gone elsewhere meanwhile.
  mutating func noteOlder(upTo floor: Seq, _ outcome: OlderOutcome) {
    guard let frozen, frozen.scrollback.floor == floor,
      frozen.scrollback.epoch == session.feed.epoch
    else { return }
    switch outcome {
    case .loaded(let comments, let floor):
      let pins = Set(session.feed.pins.map(\.commentID))
      var reader = QueryReader()
      let shown = comments.filter { !hides($0, pins, &reader) }
      if settings.collapsesRepeats {
        self.frozen?.content.repeats.insertOlder(shown, me: session.you?.userID)
      }
      self.frozen?.hiddenOlder += comments.count - shown.count
      self.frozen?.prepend(shown, downTo: floor)
      settleView()
    case .failed(let failure):
      self.frozen?.scrollback.failed(Self.words(failure))
    }
  }

  private static func words(_ failure: RequestFailure) -> String {
    switch failure {
    case .refused(let problem) where problem.code == .reset && problem.reason == .trimmed:
      "the server no longer holds them"
    case .refused(let problem): problem.detail
    case .unreachable(let text): text
    }
  }

  /// Who is at the top and goes up asks again for what could not be loaded.
  mutating func goPastTop() {
    frozen?.scrollback.retry()
    revealHeadline()
  }

  /// Shows the row before the oldest comment, which says what there is before it.
  mutating func revealHeadline() {
    guard let scroll = frozen?.scroll, scroll.index == 0, scroll.line == 0 else { return }
    frozen?.scroll.line = -FrozenFeed.headRows
  }
}
