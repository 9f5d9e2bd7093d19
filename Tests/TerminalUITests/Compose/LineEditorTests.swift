import Testing

@testable import TerminalUI

@Suite struct LineEditorTests {
  /// An editor from text with `|` at the cursor.
  private func editor(_ marked: String) -> LineEditor {
    let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    var editor = LineEditor(String(parts[0]))
    if parts.count > 1 {
      editor.insert(String(parts[1]))
      for _ in parts[1] { editor.moveLeft() }
    }
    return editor
  }

  private func marked(_ editor: LineEditor) -> String { editor.before + "|" + editor.after }

  @Test(
    "keys edit the line",
    arguments: [
      ("one two|", Action.moveLeft, "one tw|o"),
      ("|one", .moveLeft, "|one"),
      ("one|", .moveRight, "one|"),
      ("o|ne", .moveRight, "on|e"),
      ("one tw|o", .moveToStart, "|one two"),
      ("o|ne two", .moveToEnd, "one two|"),
      ("one two, |", .moveWordLeft, "one |two, "),
      ("one| two", .moveWordRight, "one two|"),
      ("one|", .deleteBackward, "on|"),
      ("|one", .deleteBackward, "|one"),
      ("|one", .deleteForward, "|ne"),
      ("one|", .deleteForward, "one|"),
      ("one http://x.y/z |tail", .killWordBackward, "one |tail"),
      ("one http://x.y/z|", .killAlphanumericBackward, "one http://x.y/|"),
      ("one |two three", .killWordForward, "one | three"),
      ("one |two", .killToStart, "|two"),
      ("one |two", .killToEnd, "one |"),
      ("👨‍👩‍👧‍👦|", .deleteBackward, "|"),
      ("a👍🏽|b", .moveLeft, "a|👍🏽b"),
      ("e\u{301}|", .deleteBackward, "|"),
      ("🇩🇪|", .moveLeft, "|🇩🇪"),
      ("日本|", .deleteBackward, "日|"),
    ])
  func keys(_ before: String, _ action: Action, _ after: String) {
    var editor = editor(before)
    var history = InputHistory()
    editor.perform(action, history: &history)
    #expect(marked(editor) == after)
  }

  @Test(
    "what was cut can be put back",
    arguments: [Action.killWordBackward, .killToStart, .killToEnd, .killWordForward])
  func yank(_ kill: Action) {
    var editor = editor("one two|three four")
    let text = editor.text
    var history = InputHistory()
    editor.perform(kill, history: &history)
    #expect(editor.text != text)
    editor.perform(.yank, history: &history)
    #expect(editor.text == text)
  }

  @Test("a mark that is typed joins the base before it")
  func combining() {
    var editor = LineEditor("e")
    editor.insert("\u{301}")
    #expect(editor.before.count == 1)
    editor.deleteBackward()
    #expect(editor.isEmpty)
  }

  @Test(
    "Ctrl-T swaps the graphemes around the cursor, at the end the last two",
    arguments: [
      ("ab", "", "ba", ""), ("a", "bc", "ba", "c"), ("", "ab", "", "ab"), ("a", "", "a", ""),
      ("", "", "", ""), ("👍🏽é", "", "é👍🏽", ""),
    ])
  func transpose(_ before: String, _ after: String, _ newBefore: String, _ newAfter: String) {
    var editor = LineEditor(before + after)
    while editor.before.count > before.count { editor.moveLeft() }
    editor.transpose()
    #expect((editor.before, editor.after) == (newBefore, newAfter))
  }

  @Test("kills in a row gather what they take; whatever else is done begins anew")
  func gatheredKills() {
    var history = InputHistory()
    var editor = LineEditor("one two three four")
    for action in [Action.killWordBackward, .killWordBackward, .yank] {
      editor.perform(action, history: &history)
    }
    #expect(editor.text == "one two three four")
    for action in [Action.moveWordLeft, .killToEnd, .killWordBackward, .moveToStart, .yank] {
      editor.perform(action, history: &history)
    }
    #expect(editor.text == "three fourone two ")
    for action in [Action.killToStart, .moveToEnd, .killWordBackward, .yank, .yank] {
      editor.perform(action, history: &history)
    }
    #expect(editor.text == "one two two ")
  }

  @Test("what is inserted is one line without control characters")
  func oneLine() {
    var editor = LineEditor()
    editor.insert("a\r\nb\tc\u{1B}[2Jd\u{2028}e\u{7}")
    #expect(editor.text == "a b c[2Jd e")
  }

  @Test("the line is bounded, and says so")
  func bounded() {
    var editor = LineEditor()
    var fits = [editor.insert(String(repeating: "x", count: LineEditor.capacity + 1))]
    #expect(editor.text.count == LineEditor.capacity)
    fits.append(editor.insert("y"))
    editor.deleteBackward()
    fits.append(editor.insert("y"))
    #expect(fits == [false, false, true])
  }

  @Test("history goes back, and forward again to the draft")
  func history() {
    var history = InputHistory()
    var editor = LineEditor("draft")
    for entry in ["one", "two", "two"] { history.append(entry) }
    var seen: [String] = []
    for action in [Action.historyOlder, .historyOlder, .historyOlder, .historyNewer, .historyNewer]
    {
      editor.perform(action, history: &history)
      seen.append(editor.text)
    }
    #expect(seen == ["two", "one", "one", "two", "draft"])
  }

  @Test("history is bounded, and the oldest goes first")
  func historyBound() {
    var history = InputHistory()
    for index in 0...InputHistory.capacity { history.append("entry \(index)") }
    var oldest: String?
    while let entry = history.older(than: "") { oldest = entry }
    #expect(oldest == "entry 1")
  }
}
