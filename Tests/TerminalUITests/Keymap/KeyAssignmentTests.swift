import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct KeyAssignmentTests {
  /// Every action in every context where it has keys.
  static let places: [(context: InputContext, action: Action)] = InputContext.allCases.flatMap {
    context in
    Set(Keymap.standard.bindings(in: context).map(\.action))
      .sorted { $0.rawValue < $1.rawValue }.map { (context, $0) }
  }

  private let free = Key.alt("!")

  @Test("every action can be given another key, and loses the keys that it had", arguments: places)
  func remapping(_ context: InputContext, _ action: Action) {
    let (keymap, refusals) = Keymap.standard.assigning([KeyAssignment(context, action, [free])])
    #expect(refusals == [])
    #expect(keymap.action(for: free, in: context) == action)
    #expect(keymap.bindings(in: context).filter { $0.action == action }.map(\.keys) == [[free]])
    for binding in Keymap.standard.bindings(in: context) where binding.action != action {
      for key in binding.keys { #expect(keymap.action(for: key, in: context) == binding.action) }
    }
    for other in InputContext.allCases where other != context {
      #expect(keymap.bindings(only: other) == Keymap.standard.bindings(only: other))
    }
  }

  @Test("hints, help and the printed table show the user's keys", arguments: places)
  func shown(_ context: InputContext, _ action: Action) {
    let keymap = Keymap.standard.assigning([KeyAssignment(context, action, [free])]).keymap
    #expect(keymap.keyName(of: action, in: context) == "Alt-!")
    #expect(keymap.table.contains("Alt-!"))
    #expect(HelpText(keymap).sections.contains { $0.entries.contains { $0.key == "Alt-!" } })
  }

  @Test("the last line, the help and what the key does follow the assignment")
  func inForce() {
    var stage = Stage(
      columns: 120,
      keymap: Keymap.standard.assigning([
        KeyAssignment(nil, .help, [.function(2)]),
        KeyAssignment(.live, .compose, [.character("o")]),
      ]).keymap)
    stage.goLive(Stage.comments(5))
    #expect(stage.row(-1) == " o write  k select  F2 help  : command  q quit  / search")
    #expect(stage.screen().contains("Press o to write"))
    stage.press("?")
    #expect(stage.model.inputContext == .live)
    stage.press("f2")
    #expect(stage.model.inputContext == .help)
    #expect(stage.model.keymap.table.contains("  F2 "))
  }

  @Test("wherever it works, an action takes the keys; its own context's keys go before them")
  func everywhere() {
    let (keymap, refusals) = Keymap.standard.assigning([
      KeyAssignment(.frozen, .quit, [.control("q")]), KeyAssignment(nil, .quit, [.control("x")]),
    ])
    #expect(refusals == [])
    #expect(keymap.action(for: .control("q"), in: .frozen) == .quit)
    #expect(keymap.action(for: .control("x"), in: .frozen) == nil)
    for context in InputContext.allCases where context != .frozen {
      #expect(keymap.action(for: .control("x"), in: context) == .quit)
      #expect(keymap.action(for: .control("c"), in: context) == nil)
    }
  }

  @Test("a key that types text stays text where text is typed")
  func typing() {
    let (keymap, refusals) = Keymap.standard.assigning([
      KeyAssignment(nil, .quit, [.character("Q"), .control("q")]),
      KeyAssignment(nil, .back, [.character("B")]),
    ])
    #expect(refusals == [])
    #expect(keymap.action(for: .character("Q"), in: .live) == .quit)
    #expect(keymap.action(for: .character("Q"), in: .composing) == nil)
    #expect(keymap.action(for: .control("q"), in: .composing) == .quit)
    #expect(keymap.action(for: .character("B"), in: .pane) == .back)
    #expect(keymap.action(for: .escape, in: .composing) == .back, "or nothing would lead back")
  }

  @Test("keys can be taken away, and swapped")
  func swapped() {
    let (keymap, refusals) = Keymap.standard.assigning([
      KeyAssignment(.frozen, .delete, [.character("x")]),
      KeyAssignment(.frozen, .reject, [.character("d")]), KeyAssignment(.frozen, .purge, []),
    ])
    #expect(refusals == [])
    #expect(keymap.action(for: .character("x"), in: .frozen) == .delete)
    #expect(keymap.action(for: .character("d"), in: .frozen) == .reject)
    #expect(keymap.action(for: .character("D"), in: .frozen) == nil)
    #expect(keymap.action(for: .character("D"), in: .live) == .purge)
  }

  @Test(
    "what would not work is refused, with what would",
    arguments: [
      (
        KeyAssignment(.frozen, .delete, [.character("x")]),
        "x is the key of reject in frozen: choose another, or give reject other keys too"
      ),
      (
        KeyAssignment(.live, .mark, [.character("M")]),
        "mark does nothing in live; it works in frozen"
      ),
      (
        KeyAssignment(.composing, .submit, [.character("s")]),
        "s types text in composing: choose one with ctrl- or alt-"
      ),
      (
        KeyAssignment(.live, .help, [.control("i")]),
        "terminals send tab for ctrl-i: choose another key"
      ),
      (KeyAssignment(nil, .quit, []), "quit must keep a key"),
      (
        KeyAssignment(.choosing, .decline, [.character("3")]),
        "digits choose from the list in choosing"
      ),
    ])
  func refused(_ assignment: KeyAssignment, _ reason: String) {
    let refusals = Keymap.standard.assigning([assignment]).refusals
    #expect(refusals.map(\.reason) == [reason])
    #expect(refusals.first?.assignment == assignment)
  }

  @Test("two actions with one key of the user's are a conflict, told once")
  func conflict() {
    let refusals = Keymap.standard.assigning([
      KeyAssignment(nil, .delete, [free]), KeyAssignment(nil, .hold, [free]),
    ]).refusals
    #expect(refusals.count == 1)
    #expect(refusals.first?.reason.contains("alt-! is the key of") == true)
  }

  @Test("each context has a name of its own, in the form of the actions' names")
  func names() {
    #expect(InputContext.commandLine.name == "command-line")
    #expect(Set(InputContext.allCases.map(\.name)).count == InputContext.allCases.count)
  }
}

extension Keymap {
  /// What works in `context`, without the other contexts in which it does.
  fileprivate func bindings(only context: InputContext) -> [Binding] {
    bindings(in: context).map { binding in
      var binding = binding
      binding.contexts = [context]
      return binding
    }
  }
}
