import TerminalGrid
import Testing

@Suite("Keys")
struct KeyTests {
  @Test(
    "have one name each",
    arguments: [
      ("q", Key.character("q")), ("G", .character("G")), ("?", .character("?")),
      ("-", .character("-")), ("é", .character("é")), ("space", .space), ("enter", .enter),
      ("esc", .escape), ("tab", .tab), ("shift-tab", .backTab), ("ctrl-c", .control("c")),
      ("ctrl--", .control("-")), ("alt-1", .alt("1")), ("alt-X", .alt("X")), ("f12", .function(12)),
      ("ctrl-alt-delete", Key(.delete, [.control, .alt])), ("shift-up", Key(.up, .shift)),
      ("pageup", .pageUp), ("ctrl-space", .control(" ")),
    ])
  func names(name: String, key: Key) {
    #expect(Key(name) == key)
    #expect(key.description == name)
  }

  @Test(
    "are understood in other spellings too",
    arguments: [
      ("Ctrl-C", Key.control("c")), ("C-x", .control("x")), ("M-x", .alt("x")),
      ("Escape", .escape), ("Return", .enter), ("PgUp", .pageUp), ("DEL", .delete),
      ("F5", .function(5)),
    ])
  func synonyms(name: String, key: Key) {
    #expect(Key(name) == key)
  }

  @Test(
    "are refused when there is no such key",
    arguments: ["", "foo", "ctrl-", "hyper-x", "f0", "f25", "\n"])
  func unknown(name: String) {
    #expect(Key(name) == nil)
  }

  @Test("type text only without control and alt")
  func typing() {
    #expect(Key.character("x").typed == "x")
    #expect(Key.control("x").typed == nil)
    #expect(Key.enter.typed == nil)
  }
}
