import ClientCore
import LiveComments
import TerminalGrid

/// The last line: a question, else what has just happened, else which keys work here. What is longer
/// than a line takes the ones above it.
struct HintsView {
  private let theme: Theme
  private let notice: Notice?
  /// What is asked; it stands before the keys that answer it.
  private let question: String?
  private let hints: [Hint]
  /// Canned reasons that may be given now, by their digits.
  private let reasons: [Hint]

  /// What Tab has offered in the line that is edited.
  private let completion: Completion?

  /// A key and what it does.
  private struct Hint {
    let key: String
    let words: String
  }

  init(_ model: Model) {
    theme = model.theme
    notice = model.searchNotice ?? model.notice
    completion =
      switch model.mode {
      case .composing: model.compose.completion
      case .commandLine: model.commandCompletion
      default: nil
      }
    let reasons = model.settings.reasons.prefix(9).enumerated().map {
      Hint(key: String($0 + 1), words: $1)
    }
    let keys = Self.bindings(model).compactMap { binding -> Hint? in
      guard let words = binding.hint, let key = binding.keys.first else { return nil }
      return Hint(key: KeyLabel.text(key), words: words)
    }
    switch model.mode {
    case .question(.proposal(let proposal)):
      question = proposal.text
      hints = keys + (proposal.takesReason ? reasons : [])
    case .question(let asked):
      question = asked.text
      hints = keys
    case .muting(let users):
      question = "Mute \(ActionWords.users(users)):"
      hints = MuteTerm.all.map { Hint(key: String($0.digit), words: $0.label) } + keys
    case .reacting(let target):
      question = "React to \(target.name):"
      hints =
        model.settings.reactions.prefix(9).enumerated().map { Hint(key: String($0 + 1), words: $1) }
        + keys
    default:
      question = nil
      hints = keys
    }
    self.reasons = model.reasonOffer == nil ? [] : reasons
  }

  /// What works here and now, in the order in which it is shown.
  private static func bindings(_ model: Model) -> [Binding] {
    // Marks may be many, and are judged when a key is pressed.
    let hasMarks = !model.pane.hasKeys && model.frozen?.hasMarks == true
    let subjects = hasMarks ? nil : model.subjects
    let possible = model.keymap.bindings(in: model.inputContext)
      .filter { isUseful($0, on: subjects, model) }
    // What was refused needs an answer: its keys come first, and only then.
    let aboutRefused = possible.filter { refusedActions.contains($0.action) }
    let others = possible.filter { !refusedActions.contains($0.action) }
    let moderating = others.filter { $0.action.isForModerators || $0.action == .delete }
    let general = others.filter { !($0.action.isForModerators || $0.action == .delete) }
    // Who came to a pane wants to know how to leave it.
    let isFirst = { (binding: Binding) in binding.action == .back && model.mode == .reading }
    let rest = general.filter(isFirst) + general.filter { !isFirst($0) }
    let all =
      (model.firstFailedPost == nil ? [] : aboutRefused)
      + (model.moderates && (model.frozen != nil || model.pane.hasKeys)
        ? moderating + rest : rest + moderating)
    // Who searches goes from match to match.
    return all.filter { searchActions.contains($0.action) }
      + all.filter { !searchActions.contains($0.action) }
  }

  /// Useful only while something is searched for.
  private static let searchActions: Set<Action> = [.firstNew, .searchNewer, .endSearch, .markUser]

  /// Whether a key would do something to what is selected.
  private static func isUseful(
    _ binding: Binding, on comments: [Comment]?, _ model: Model
  ) -> Bool {
    if binding.action.isForModerators, !model.moderates { return false }
    switch binding.action {
    case .firstNew, .searchNewer, .endSearch: return model.search != nil
    case .markUser:
      return model.frozen?.selection.map { model.search?.index.contains($0) == true } == true
    case .thread:
      return model.frozen?.isThread == false && model.frozen?.selectedComment?.replyTo != nil
    case .unfold:
      guard let frozen = model.frozen, let selection = frozen.selection else { return false }
      return frozen.content.repeats.count(of: selection) > 1
    case .undo: return model.deeds.last != nil
    case .streamList: return model.strip != nil
    case .unmute:
      guard case .muting(let users) = model.mode else { return false }
      return users.contains { model.isMuted($0.userID) }
    case .nextWaiting: return model.heldWaiting > 0
    case .heldPane: return model.heldWaiting > 0
    case .delete, .hold, .approve, .reject, .pin, .mute, .shadowBan, .purge:
      if model.inputContext == .user { return true }
      guard let comments else { return binding.action != .pin }
      guard let first = comments.first else { return false }
      switch binding.action {
      case .delete:
        return comments.contains { comment in
          comment.state != .deleted
            && (model.moderates || comment.userID == model.session.you?.userID)
        }
      case .hold: return comments.contains { $0.state == .visible || $0.state == .shadowBanned }
      case .approve, .reject: return comments.contains { $0.state == .held }
      case .pin: return comments.count == 1 && first.state == .visible
      default: return true
      }
    default: return true
    }
  }

  private static let refusedActions: Set<Action> = [.retryFailed, .discardFailed]

  /// Rows that it takes where more is said or asked than one row holds.
  static let rowsAtMost = 3

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    for (row, segments) in zip(area.rowRange, rows(columns: area.columns)) {
      grid.write(segments, row: row, column: area.column, columns: area.columns)
    }
  }

  /// What it says, in as many rows as that takes.
  func rows(columns: Int) -> [[Segment]] {
    if let question {
      return flowed(question, .question, columns) { flow in
        for hint in hints { flow.add(segments(hint), gap: 2) }
      }
    }
    if let completion { return [[margin] + offered(completion, columns: columns - 1)] }
    guard let notice else { return [[margin] + shown(hints, columns: columns - 1)] }
    return flowed(notice.weight.sign + notice.text, notice.weight.face, columns) { flow in
      for (index, reason) in reasons.enumerated() {
        let why = index == 0 ? [Segment("· why? ", theme[.question])] : []
        flow.add(why + segments(reason), gap: index == 0 ? 1 : 2)
      }
    }
  }

  private var margin: Segment { Segment(" ", theme[.hint]) }

  private func segments(_ hint: Hint) -> [Segment] {
    [Segment(hint.key, theme[.key]), Segment(" \(hint.words)", theme[.hint])]
  }

  /// Words, and what follows them, over as many rows as they take.
  private func flowed(
    _ words: String, _ face: Face, _ columns: Int, then add: (inout HintFlow) -> Void
  ) -> [[Segment]] {
    let lines = SafeText(words).wrapped(columns: max(1, columns - 1))
    var flow = HintFlow(
      rows: lines.map { [margin, Segment($0, theme[face])] }, margin: margin, columns: columns)
    add(&flow)
    return Array(flow.rows.prefix(Self.rowsAtMost))
  }

  /// What Tab offers, the taken one marked and in sight.
  private func offered(_ completion: Completion, columns: Int) -> [Segment] {
    let items = completion.candidates.enumerated().map { index, candidate -> Segment in
      let label = SafeText(candidate.label, limit: 400).truncated(columns: 24)
      return index == completion.index
        ? Segment(SafeText("▸") + label + SafeText(" "), theme[.key].adding(.bold))
        : Segment(SafeText(" ") + label + SafeText(" "), theme[.hint])
    }
    var first = max(0, completion.index)
    var used = items[first].text.columns
    while first > 0, used + items[first - 1].text.columns <= columns * 2 / 3 {
      first -= 1
      used += items[first].text.columns
    }
    var shown: [Segment] = []
    for item in items[first...] {
      guard shown.columns + item.text.columns <= columns || shown.isEmpty else { break }
      shown.append(item)
    }
    return shown
  }

  /// Whole hints only, as many as fit.
  private func shown(_ hints: [Hint], columns: Int) -> [Segment] {
    var segments: [Segment] = []
    for hint in hints {
      let gap = segments.isEmpty ? "" : "  "
      let pair = [Segment(gap, theme[.hint])] + self.segments(hint)
      guard segments.columns + pair.columns <= columns else { continue }
      segments += pair
    }
    return segments
  }
}
