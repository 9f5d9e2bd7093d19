import ClientCore
import LiveComments
import TerminalGrid

/// How the stream stands and what governs it, with the commands that change it.
struct StreamPane {
  private let model: Model
  private let text: PaneText

  init(_ model: Model, _ text: PaneText) {
    self.model = model
    self.text = text
  }

  /// What there is from where it is scrolled to; what does not fit is counted on the last row.
  func rows(atMost limit: Int) -> [PaneRow] {
    let rows = all(atMost: limit)
    guard rows.count > limit, limit > 0 else { return rows }
    let first = min(model.pane.scroll, rows.count - limit)
    let below = rows.count - limit - first
    let shown = Array(rows.dropFirst(first).prefix(limit))
    guard below > 0 else { return shown }
    return shown.dropLast() + [text.row("↓ \(below + 1) more", .secondary)]
  }

  /// How far it can be scrolled.
  func scrollAtMost(rows limit: Int) -> Int { max(0, all(atMost: limit).count - limit) }

  private func all(atMost limit: Int) -> [PaneRow] {
    let stream = model.stream
    let level =
      stream.level.rawValue + (model.session.stream.reason.map { ": \($0)" } ?? "")
    var rows = text.pair("level", level, stream.level == .normal ? .text : .warning)
    if let ratio = model.samplingRatio {
      let whose = model.moderates ? "reaches viewers, all reach you" : "shown; the history has all"
      rows += text.pair("sampling", "1 in \(ratio) comments \(whose)", .warning)
    }
    rows += text.pair(
      "slow mode", stream.slowModeSeconds > 0 ? "\(stream.slowModeSeconds) s" : "off",
      stream.slowModeSeconds > 0 ? .warning : .text)
    rows += text.pair(
      "posting", stream.locked ? "locked: only moderators" : "open",
      stream.locked ? .warning : .text)
    rows += load
    let rest = self.rest
    // The commands come last: they can be found elsewhere too. Rules and pins
    // give way too, and can be scrolled to.
    let room = limit - rows.count - 1
    let charts = StreamCharts(model, text)
      .rows(atMost: max(room - rest.count, min(room, StreamCharts.leastRows)))
    rows += charts.count > 3 ? [PaneText.blank] + charts : charts
    return rows + rest + commands
  }

  /// What the server says of the last seconds; what it has nothing to say of is left out.
  private var load: [PaneRow] {
    guard let load = model.stream.load, model.moderates else { return [] }
    var words = ["lag \(Figure.delay(load.lagMilliseconds))"]
    if let p95 = load.visibleP95Milliseconds { words.append("comments p95 ≤ \(Figure.delay(p95))") }
    if let p95 = load.moderationP95Milliseconds {
      words.append("moderation p95 ≤ \(Figure.delay(p95))")
    }
    if load.slowViewers > 0 { words.append("\(Figure.grouped(load.slowViewers)) slow viewers") }
    return text.pair("server", words.joined(separator: ", "))
  }

  /// What follows the charts: reactions, pins, and the rules that moderators keep an eye on.
  private var rest: [PaneRow] {
    var rows: [PaneRow] = []
    let reactions = ReactionLabel.rows(model.stream.reactions, columns: text.columns - 2)
    if !reactions.isEmpty {
      rows += [PaneText.blank, text.row("Reactions", .accent)]
      rows += reactions.map { PaneRow(indent: 2, segments: [Segment($0, model.theme[.text])]) }
    }
    let pins = model.pins
    if !pins.isEmpty {
      rows += [PaneText.blank, text.row("Pinned", .accent)]
      for pin in pins {
        rows += text.wrapped("\(pin.userName): \(pin.content)", .text, indent: 2)
      }
    }
    guard model.moderates else { return rows }
    rows += [PaneText.blank, text.row("Safety rules", .accent)]
    return rows + ruleRows
  }

  private var commands: [PaneRow] {
    guard model.moderates else { return [] }
    let verbs: [CommandVerb] = [.slow, .lock, .unlock, .level, .rules]
    return [PaneText.blank, text.row("Commands", .accent)]
      + verbs.flatMap {
        text.wrapped(":\($0.rawValue) \($0.parameters)", .secondary, indent: 2)
      }
  }

  private var ruleRows: [PaneRow] {
    guard let document = model.rules.document else {
      return [text.row(model.rules.failure?.words ?? "Loading…", .secondary)]
    }
    return RuleDocument.names.flatMap { rule -> [PaneRow] in
      let response = document[rule]
      let settings = document.settings(of: rule).map { "\($0.name) \($0.value)" }
        .joined(separator: ", ")
      return text.pair(
        rule, response.rawValue + (settings.isEmpty ? "" : "  (\(settings))"),
        response == .off ? .secondary : .text)
    }
  }
}
