import TerminalGrid

/// The last line: a question, else what has just happened, else which keys work here.
struct HintsView {
  private let theme: Theme
  private let notice: Notice?
  private let question: Question?
  private let bindings: [Binding]

  init(_ model: Model) {
    theme = model.theme
    notice = model.notice
    if case .question(let asked) = model.mode { question = asked } else { question = nil }
    let possible = model.keymap.bindings(in: model.inputContext)
    // What was refused needs an answer: its keys come first, and only then.
    let aboutRefused = possible.filter { Self.refusedActions.contains($0.action) }
    let others = possible.filter { !Self.refusedActions.contains($0.action) }
    bindings = (model.firstFailedPost == nil ? [] : aboutRefused) + others
  }

  private static let refusedActions: Set<Action> = [.retryFailed, .discardFailed]

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    var segments: [Segment] = [Segment(" ", theme[.hint])]
    if let question {
      segments.append(Segment(question.text + "  ", theme[.question]))
      segments += hints(columns: area.columns - segments.columns)
    } else if let notice {
      segments.append(Segment(notice.weight.sign + notice.text, theme[notice.weight.face]))
    } else {
      segments += hints(columns: area.columns - 1)
    }
    grid.write(segments, row: area.row, column: area.column, columns: area.columns)
  }

  /// Whole hints only, as many as fit.
  private func hints(columns: Int) -> [Segment] {
    var segments: [Segment] = []
    for binding in bindings {
      guard let hint = binding.hint, let key = binding.keys.first else { continue }
      let pair = [
        Segment(KeyLabel.text(key), theme[.key]), Segment(" \(hint)  ", theme[.hint]),
      ]
      guard segments.columns + pair.columns <= columns + 2 else { continue }
      segments += pair
    }
    return segments
  }
}
