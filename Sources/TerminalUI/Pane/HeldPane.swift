import LiveComments
import TerminalGrid

/// The comments that wait for review, oldest first, each with why. What was handled stays, greyed,
/// until the pane is opened again.
struct HeldPane {
  private let text: PaneText
  private let queue: HeldQueue
  private let decisions: PendingDecisions
  private let utcOffset: Int

  /// Rows of content of a comment that is not selected.
  private static let rowsOfOthers = 2

  init(_ model: Model, _ text: PaneText) {
    self.text = text
    queue = model.held
    decisions = model.decisions
    utcOffset = model.clock.utcOffset
  }

  func rows(atMost limit: Int) -> [PaneRow] {
    guard !queue.items.isEmpty else {
      return [
        PaneText.blank,
        text.row(queue.nextPage == nil ? "Nothing waits for review." : "Loading…", .secondary),
      ]
    }
    var rows: [PaneRow] = []
    for item in queue.items[firstShown(limit)...] where rows.count < limit {
      rows += self.rows(item)
    }
    return rows
  }

  /// The selected comment stands in the upper part, with some of what comes before it.
  private func firstShown(_ limit: Int) -> Int {
    var first = queue.selectedIndex ?? 0
    var above = 0
    while first > 0 {
      above += rows(queue.items[first - 1]).count
      guard above <= limit / 3 else { break }
      first -= 1
    }
    return first
  }

  private func rows(_ item: HeldQueue.Item) -> [PaneRow] {
    let comment = item.comment
    let isSelected = comment.commentID == queue.selection
    let handled = handling(item)
    let time = TimeOfDay(comment.createdAt, utcOffset: utcOffset).hoursAndMinutes
    let name = SafeText(comment.userName, limit: 320).truncated(columns: 20)
    let why =
      DecisionWords.why(comment.moderation?.reason, comment.moderation?.policy)
      ?? comment.moderation?.actor.map { "held by \($0)" }
    let nameFace: Face = handled == nil ? .name : .secondary
    var head = PaneRow(segments: [
      Segment(time + " ", text.theme[.time]), Segment(name, text.theme[nameFace]),
    ])
    if let handled {
      head.segments.append(Segment("  \(handled)", text.theme[.secondary]))
    } else {
      head.segments.append(Segment("  \(why ?? "held")", text.theme[.warning]))
    }
    let content = text.wrapped(
      comment.content, handled == nil ? .text : .secondary, indent: 3)
    var shown = content
    if !isSelected, content.count > Self.rowsOfOthers {
      shown = Array(content.prefix(Self.rowsOfOthers))
      shown[Self.rowsOfOthers - 1].segments.append(Segment("…", text.theme[.secondary]))
    }
    return ([head] + shown).map { row in
      var row = row
      row.isSelected = isSelected
      return row
    }
  }

  /// Who took it off the queue, as it is said; nil while it waits.
  private func handling(_ item: HeldQueue.Item) -> String? {
    if let (comment, isPending) = decisions.decided(item.comment), comment.state != .held {
      let word = ActionWords.past(comment.moderation?.action ?? .approve)
      return isPending ? "… \(word)" : "✓ \(word) by you"
    }
    return item.handling.map { "✓ \(ActionWords.past($0.action)) by \($0.actor)" }
  }
}
