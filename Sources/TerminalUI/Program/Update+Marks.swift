import ClientCore
import LiveComments

extension Model {
  /// Marks comments of the frozen view, for the next action.
  mutating func mark(_ action: Action) {
    guard moderates else {
      say(whyNot(.hold) ?? "only moderators mark comments", .warning)
      return
    }
    guard let frozen, let selection = frozen.selection else {
      sayNothingSelected()
      return
    }
    switch action {
    case .mark: self.frozen?.toggleMark(selection)
    case .markRange:
      if frozen.rangeStart == nil { self.frozen?.beginRange() } else { self.frozen?.endRange() }
    case .markUser:
      guard let author = frozen.content.comments[selection]?.userID else { return }
      self.frozen?.mark(
        frozen.content.comments.lazy.filter { $0.userID == author }.map(\.commentID))
    default: break
    }
  }
}
