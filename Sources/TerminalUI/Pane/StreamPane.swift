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

  func rows(atMost limit: Int) -> [PaneRow] {
    let stream = model.stream
    let level =
      stream.level.rawValue + (model.session.stream.reason.map { ": \($0)" } ?? "")
    var rows = text.pair("level", level, stream.level == .normal ? .text : .warning)
    if let ratio = model.session.feed.sampling.oneIn {
      rows += text.pair("sampling", "1 in \(ratio) comments shown; the history has all", .warning)
    }
    rows += text.pair(
      "slow mode", stream.slowModeSeconds > 0 ? "\(stream.slowModeSeconds) s" : "off",
      stream.slowModeSeconds > 0 ? .warning : .text)
    rows += text.pair(
      "posting", stream.locked ? "locked: only moderators" : "open",
      stream.locked ? .warning : .text)
    let rest = self.rest
    // The commands come last: they can be found elsewhere too.
    let charts = StreamCharts(model, text).rows(atMost: limit - rows.count - rest.count - 1)
    rows += charts.count > 3 ? [PaneText.blank] + charts : charts
    return rows + rest + commands
  }

  /// What follows the charts: reactions, pins, and the rules that moderators keep an eye on.
  private var rest: [PaneRow] {
    var rows: [PaneRow] = []
    let reactions = ReactionLabel.line(model.stream.reactions)
    if !reactions.isEmpty {
      rows += [PaneText.blank, text.row("Reactions", .accent)]
      rows += text.wrapped(reactions, .text, indent: 2)
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
