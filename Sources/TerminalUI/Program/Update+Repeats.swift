import ClientCore
import LiveComments
import TerminalGrid

extension Model {
  /// Folds what the timeline holds, or nothing, by the settings. What filters hide is taken out as
  /// they judge it.
  mutating func foldRepeatsOfFeed() {
    repeats = Repeats()
    guard settings.collapsesRepeats else { return }
    repeats.insert(Array(session.feed.timeline), me: session.you?.userID)
    if filtered != nil {
      repeats.remove(session.feed.timeline.map(\.commentID).filter { isHidden($0) })
    }
  }

  /// The same, in what is looked at too.
  mutating func foldRepeatsAnew() {
    foldRepeatsOfFeed()
    guard let frozen else { return }
    guard settings.collapsesRepeats else {
      self.frozen?.content.repeats = Repeats()
      return
    }
    var folded = Repeats()
    folded.insert(Array(frozen.content.comments), me: session.you?.userID)
    if let selection = frozen.selection { folded.unfold(selection) }
    for id in frozen.markedIDs { folded.unfold(id) }
    self.frozen?.content.repeats = folded
  }

  /// Gives each comment that is folded into the selected one a line of its own, below it.
  mutating func unfoldRepeats() {
    guard let selection = frozen?.selection else {
      sayNothingSelected()
      return
    }
    guard frozen?.content.repeats.unfold(selection) == true else {
      say("this line stands for one comment")
      return
    }
    settleView(refilling: true)
  }
}
