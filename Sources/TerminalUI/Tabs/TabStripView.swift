import TerminalGrid

/// The line above the status line that names the open streams. It is there only when there are
/// several.
struct TabStripView {
  /// Of a name, so that no stream crowds out the others.
  private static let nameColumns = 20

  private let theme: Theme
  private let strip: TabStrip

  init?(_ model: Model) {
    guard let strip = model.strip else { return nil }
    theme = model.theme
    self.strip = strip
  }

  /// A label, the columns that it takes, and its place among the streams.
  struct Slot {
    let index: Int
    let segments: [Segment]
    let columns: Range<Int>
  }

  func draw(into grid: inout Grid, area: Area) {
    guard !area.isEmpty else { return }
    grid.clear(area, style: theme[.status])
    let slots = slots(columns: area.columns)
    for slot in slots {
      grid.write(
        slot.segments, row: area.row, column: area.column + slot.columns.lowerBound,
        columns: slot.columns.count)
    }
    // What does not fit is there all the same.
    if let first = slots.first, first.index > 0 {
      grid.write("‹", row: area.row, column: area.column, style: theme[.statusBusy])
    }
    if let last = slots.last, last.index < strip.labels.count - 1 {
      grid.write(
        "›", row: area.row, column: area.columnRange.upperBound - 1, style: theme[.statusBusy])
    }
  }

  /// The labels that fit, the shown one among them.
  func slots(columns: Int) -> [Slot] {
    let labels = strip.labels.indices.map { segments($0) }
    let widths = labels.map(\.columns)
    let room = columns - 2
    var first = strip.shown
    var used = min(widths[first], room)
    while first > 0, used + widths[first - 1] <= room {
      first -= 1
      used += widths[first]
    }
    var slots: [Slot] = []
    var column = first > 0 ? 1 : 0
    for index in first..<labels.count {
      let width = min(widths[index], room)
      guard column + width <= columns - 1 else { break }
      slots.append(Slot(index: index, segments: labels[index], columns: column..<column + width))
      column += width
    }
    return slots
  }

  private func segments(_ index: Int) -> [Segment] {
    let label = strip.labels[index]
    let isShown = index == strip.shown
    let name = SafeText(label.name).truncated(columns: Self.nameColumns)
    let base = isShown ? theme[.status].adding(.bold) : theme[.statusSecondary]
    var segments = [
      Segment(isShown ? "▸" : " ", base), Segment("\(index + 1) ", theme[.statusSecondary]),
      Segment(name, base),
    ]
    if !label.marks.isEmpty {
      let face: Face =
        label.unseen.isMentioned ? .statusBusy : label.isCutOff ? .statusBad : .statusGood
      segments.append(Segment(" \(label.marks)", theme[face]))
    }
    return segments + [Segment("  ", base)]
  }
}
