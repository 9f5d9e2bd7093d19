import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct KeymapTests {
  @Test("no key means two things in one context", arguments: InputContext.allCases)
  func unambiguous(_ context: InputContext) {
    var seen: [Key: Action] = [:]
    for binding in Keymap.standard.bindings(in: context) {
      for key in binding.keys {
        #expect(seen[key] == nil, "\(key) in \(context)")
        seen[key] = binding.action
      }
    }
  }

  @Test("every action has a key, and every binding can be explained")
  func complete() {
    let bound = Set(Keymap.standard.bindings.map(\.action))
    #expect(Set(Action.allCases).subtracting(bound) == [])
    for binding in Keymap.standard.bindings {
      #expect(!binding.keys.isEmpty && !binding.contexts.isEmpty && !binding.summary.isEmpty)
    }
  }

  @Test("no key that types text has another meaning where text is edited")
  func typing() {
    for context in [InputContext.composing, .commandLine, .searching, .help, .streams] {
      for binding in Keymap.standard.bindings(in: context) {
        #expect(binding.keys.allSatisfy { $0.typed == nil }, "\(binding.summary)")
      }
    }
  }

  @Test("help, hints and `gavel keys` come from the one table")
  func oneTable() {
    let table = Keymap.standard.table
    var stage = Stage()
    stage.goLive()
    let palette = Set(stage.model.paletteEntries.map(\.title))
    for binding in Keymap.standard.bindings {
      #expect(table.contains(binding.summary))
      // The list need not offer to open itself.
      #expect(palette.contains(binding.summary) || binding.action == .help)
    }
    for verb in CommandVerb.allCases {
      #expect(table.contains(":\(verb.rawValue)"))
      #expect(palette.contains(verb.summary))
    }
    let remapped = Keymap([
      Binding([.live], [.character("Z")], .help, "the help of Z", hint: "zhint")
    ])
    #expect(remapped.table.contains("Z"))
    #expect(remapped.action(for: .character("?"), in: .live) == nil)
    #expect(remapped.keyName(of: .help, in: .live) == "Z")
  }

  @Test("hints follow the mode")
  func hints() {
    var stage = Stage(columns: 200)
    stage.goLive(Stage.comments(5))
    #expect(stage.row(-1) == " i write  k select  ? help  : command  q quit  / search")
    stage.press("k")
    #expect(stage.row(-1).hasPrefix(" i write  k up  j down  G live  r reply"))
    stage.press("i")
    #expect(stage.row(-1) == " Enter send  Tab complete  Esc back")
    stage.press("esc", ":")
    #expect(stage.row(-1) == " Enter run  Tab complete  Esc back")
    stage.press("esc", "/")
    #expect(stage.row(-1) == " Enter keep  Esc back  Ctrl-R older")
    stage.press("esc", "tab")
    #expect(stage.row(-1) == " Esc close  ? help  : command  q quit  k up  j down  → tab  Tab feed")
  }

  @Test("keys are named as people read them")
  func labels() {
    let keys: [Key] = [
      .control("c"), .alt("b"), Key(.left, .control), .character("G"), .space, .pageUp,
      .function(1),
    ]
    #expect(KeyLabel.text(keys) == "Ctrl-C Alt-B Ctrl-← G Space PgUp F1")
  }
}
