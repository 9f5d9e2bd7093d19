import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct TailEditorTests {
  /// Keys by their names.
  private func keys(_ names: String) -> [TerminalEvent] {
    names.split(separator: " ").compactMap { Key(String($0)).map { .key($0) } }
  }

  private func typed(_ text: String) -> [TerminalEvent] {
    text.map { .key($0 == "\n" ? .enter : .character($0)) }
  }

  private func row(_ editor: inout TailEditor, columns: Int = 40) -> String {
    let row = editor.row(columns: columns)
    #expect(row.text.columns < columns && row.cursor < columns)
    let before = row.text.prefix(columns: row.cursor)
    return "\(before)|\(row.text.suffix(columns: row.text.columns - before.columns))"
  }

  @Test(
    "keys edit as in the compose line",
    arguments: [
      ("", "› |"), ("left left", "› hello wor|ld"), ("ctrl-a", "› |hello world"),
      ("home ctrl-k", "› |"), ("ctrl-w", "› hello |"), ("alt-b", "› hello |world"),
      ("ctrl-u", "› |"), ("ctrl-u ctrl-y", "› hello world|"), ("backspace", "› hello worl|"),
      ("left delete", "› hello worl|"), ("left ctrl-d", "› hello worl|"),
      ("ctrl-t", "› hello wordl|"),
      ("esc", "› hello world|"), ("tab", "› hello world|"), ("f5", "› hello world|"),
      ("pageup", "› hello world|"),
    ])
  func editing(_ names: String, _ expected: String) {
    var editor = TailEditor(keymap: .standard)
    if !names.isEmpty {
      #expect(editor.take(typed("hello world")).isEmpty)
      for event in keys(names) { #expect(editor.take([event]).isEmpty) }
    }
    #expect(row(&editor) == expected)
  }

  @Test("Enter enters the line, and Up brings it back")
  func entering() {
    var editor = TailEditor(keymap: .standard)
    #expect(editor.take(typed("one")).isEmpty)
    #expect(editor.take(keys("enter")) == [.enter("one")])
    #expect(row(&editor) == "› |")
    _ = editor.take(typed("draft"))
    _ = editor.take(keys("up"))
    #expect(row(&editor) == "› one|")
    _ = editor.take(keys("down"))
    #expect(row(&editor) == "› draft|")
  }

  @Test(
    "what ends and stops is told apart",
    arguments: [
      ("ctrl-d", TailEditor.Deed.leave), ("ctrl-z", .suspend), ("ctrl-c", .enter("/quit")),
      ("ctrl-l", .redraw), ("enter", .enter("")),
    ])
  func leaving(_ name: String, _ deed: TailEditor.Deed) {
    var editor = TailEditor(keymap: .standard)
    #expect(editor.take(keys(name)) == [deed])
  }

  @Test("Ctrl-D leaves only where nothing is typed; a signal ends it whatever is")
  func ends() {
    var editor = TailEditor(keymap: .standard)
    _ = editor.take(typed("half"))
    #expect(editor.take(keys("ctrl-d")).isEmpty)
    #expect(editor.take([.end(signal: 15)]) == [.end(signal: 15)])
    #expect(editor.unfinished == "› half")
  }

  @Test(
    "several lines are asked about, whether the terminal marks a paste or not",
    arguments: [true, false])
  func pasting(_ isMarked: Bool) {
    var editor = TailEditor(keymap: .standard)
    _ = editor.take(typed("so: "))
    let text = "rm -rf /\nyes\n"
    #expect(editor.take(isMarked ? [.paste(text)] : typed(text)).isEmpty)
    #expect(row(&editor) == "Paste 2 lines as one? y/n|")
    // What else comes is no answer.
    #expect(editor.take([.paste("y")]).isEmpty && editor.take(keys("x")).isEmpty)
    var declined = editor
    _ = declined.take(keys("n"))
    #expect(row(&declined) == "› so: |")
    _ = editor.take(keys("y"))
    #expect(row(&editor) == "› so: rm -rf / yes|")
  }

  @Test("one pasted line is inserted without its line break, and runs nothing")
  func pastingOne() {
    var editor = TailEditor(keymap: .standard)
    #expect(editor.take([.paste("/quit\n")]).isEmpty)
    #expect(row(&editor) == "› /quit|")
  }

  @Test("what does not fit the line is said to be left out")
  func full() {
    var editor = TailEditor(keymap: .standard)
    let deeds = editor.take([.paste(String(repeating: "x", count: LineEditor.capacity + 1))])
    #expect(deeds == [.say("the line is full: the rest was left out")])
  }

  @Test("a line is given back, but not over another that was begun")
  func givingBack() {
    var editor = TailEditor(keymap: .standard)
    editor.giveBack("first")
    editor.giveBack("second")
    #expect(editor.text == "first")
  }

  @Test("a narrow terminal gets the end of the line, then no prompt", arguments: 1...40)
  func narrow(_ columns: Int) {
    var editor = TailEditor(keymap: .standard)
    _ = editor.take(typed("日本語 and 👍🏽 e\u{301} and more of that"))
    let text = row(&editor, columns: columns)
    #expect(text.hasPrefix("›") == (columns > 8))
    if columns > 12 { #expect(text.hasSuffix("that|")) }
    _ = editor.take(keys("home"))
    #expect(row(&editor, columns: columns).hasPrefix(columns > 8 ? "› |" : "|"))
  }

  @Test("signs are ASCII where nothing else is wanted, words are as they were typed")
  func ascii() {
    var editor = TailEditor(keymap: .standard, ascii: true)
    _ = editor.take(typed("é"))
    #expect(row(&editor) == "> é|")
    _ = editor.take(typed(" and more than fits there"))
    #expect(row(&editor, columns: 20).hasPrefix("> ~"))
  }

  @Test("keys are the user's own")
  func remapped() {
    let assignment = Keymap([Binding([.composing], [.function(2)], .submit, "send")])
    var editor = TailEditor(keymap: assignment)
    _ = editor.take(typed("hi"))
    #expect(editor.take(keys("f2")) == [.enter("hi")])
  }
}
