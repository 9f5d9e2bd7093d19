import TerminalGrid

extension Keymap {
  /// The keys as shipped.
  public static let standard = Keymap(
    reading + searching + pane + moderating + editing + composing + commandLine + lists + streams
      + question + choosing + anywhere)

  private static let feed: [InputContext] = [.live, .frozen]

  private static let reading = [
    Binding(
      feed, [.character("i"), .enter], .compose, "write a comment", hint: "write"),
    Binding(
      [.live], [.character("k"), .up], .selectOlder,
      "select the newest comment (freezes)", hint: "select"),
    Binding(
      [.frozen], [.character("k"), .up], .selectOlder, "select the comment above", hint: "up"),
    Binding(
      [.frozen], [.character("j"), .down], .selectNewer, "select the comment below",
      hint: "down"),
    Binding(
      [.frozen], [.character("G"), .end], .live, "back to the newest comments", hint: "live"),
    Binding([.frozen], [.escape], .thaw, "back to the newest comments"),
    Binding([.frozen], [.character("r")], .reply, "reply to the selected comment", hint: "reply"),
    Binding(
      [.frozen], [.character("+")], .react, "react to the selected comment; a digit or an emoji",
      hint: "react"),
    Binding([.live], [.character("+")], .react, "react to the stream; a digit or an emoji"),
    Binding(
      [.frozen], [.character("t")], .thread, "the thread of the selected comment, or back",
      hint: "thread"),
    Binding(
      [.frozen], [.character("e")], .unfold, "show each comment that a ×5 stands for",
      hint: "expand"),
    Binding(feed, [.pageUp, .control("b")], .pageOlder, "a page up (freezes)"),
    Binding(feed, [.pageDown, .control("f")], .pageNewer, "a page down"),
    Binding(feed, [.control("u")], .halfPageOlder, "half a page up (freezes)"),
    Binding(feed, [.control("d")], .halfPageNewer, "half a page down"),
    Binding(feed, [.character("g"), .home], .oldest, "the oldest comment (freezes)"),
    Binding(
      feed, [.character("n")], .firstNew,
      "the first comment since you last looked; in a search, the match before",
      hint: "older"),
    Binding(
      feed, [.character("R")], .retryFailed, "send the refused comment again",
      hint: "send again"),
    Binding(
      feed, [.character("X")], .discardFailed, "discard the refused comment",
      hint: "discard"),
    Binding(feed, [.tab], .nextPane, "open the side pane, or go to it"),
    Binding(feed, [.character("c")], .connectionPane, "show or hide the connection's counts"),
    Binding(
      feed + panes, [.character("?"), .function(1)], .help,
      "search what can be done here, and do it",
      hint: "help"),
    Binding(feed + panes, [.character(":")], .commandLine, "type a command", hint: "command"),
    Binding(feed + panes, [.character("q")], .quit, "leave", hint: "quit"),
  ]

  private static let searching = [
    Binding(feed, [.character("/")], .search, "search the feed", hint: "search"),
    Binding(
      feed, [.character("N")], .searchNewer, "in a search, the match after", hint: "newer"),
    Binding(
      feed, [.character("[")], .highlightOlder, "the mention or highlight before"),
    Binding(feed, [.character("]")], .highlightNewer, "the mention or highlight after"),
    Binding(
      [.live], [.escape], .endSearch, "end the search; send the first steps away",
      hint: "end search"),
    Binding([.searching], [.enter], .submit, "keep the search", hint: "keep"),
    Binding([.searching], [.escape], .back, "back to where you were", hint: "back"),
    Binding([.searching], [.control("r")], .searchOlder, "the match before", hint: "older"),
    Binding([.searching], [.control("s")], .searchNewer, "the match after", hint: "newer"),
  ]

  private static let moderating = [
    Binding(
      feed, [.character("d")], .delete, "delete the selected comment, or all that are marked",
      hint: "delete"),
    Binding(feed, [.character("h")], .hold, "hold it for review", hint: "hold"),
    Binding(
      feed, [.character("a")], .approve, "approve what is held: everybody sees it",
      hint: "approve"),
    Binding(feed, [.character("x")], .reject, "reject what is held", hint: "reject"),
    Binding(feed, [.character("p")], .pin, "pin, or unpin", hint: "pin"),
    Binding(
      feed + [.held, .user], [.character("m")], .mute,
      "mute the author; a digit says for how long", hint: "mute"),
    Binding(
      feed + [.held, .user], [.character("b")], .shadowBan,
      "shadow-ban the author, or lift it; asks", hint: "ban"),
    Binding(
      feed + [.held, .user], [.character("D")], .purge,
      "delete all comments of the author; asks"),
    Binding(feed + panes, [.character("u")], .undo, "take back what you did last", hint: "undo"),
    Binding([.frozen], [.space], .mark, "mark, or unmark", hint: "mark"),
    Binding([.frozen], [.character("v")], .markRange, "begin a range of marks, or end it"),
    Binding(
      [.frozen], [.character("*")], .markUser, "mark all of this author; on a match, all matches",
      hint: "mark matches"),
    Binding(feed, [.character("H")], .heldPane, "review the held comments", hint: "held"),
    Binding(panes, [.character("H")], .heldPane, "review the held comments"),
    Binding(feed + panes, [.character("L")], .logPane, "show who did what"),
    Binding(feed + [.held, .user], [.character("U")], .userPane, "show the author's card"),
    Binding(feed + panes, [.character("S")], .streamPane, "show the stream's controls"),
  ]

  private static let panes: [InputContext] = [.pane, .held, .user]

  private static let pane = [
    Binding([.held], [.character("a")], .approve, "approve", hint: "approve"),
    Binding([.held], [.character("x")], .reject, "reject", hint: "reject"),
    Binding([.held], [.character("d")], .delete, "delete"),
    Binding([.held], [.alt("n"), .character("n")], .nextWaiting, "next that waits", hint: "next"),
    Binding(panes, [.character("k"), .up], .selectOlder, "up", hint: "up"),
    Binding(panes, [.character("j"), .down], .selectNewer, "down", hint: "down"),
    Binding(panes, [.pageUp, .control("b")], .pageOlder, "a page up"),
    Binding(panes, [.pageDown, .control("f")], .pageNewer, "a page down"),
    Binding(panes, [.character("g"), .home], .oldest, "to the top"),
    Binding(panes, [.character("G"), .end], .live, "to the end"),
    Binding(panes, [.right, .character("]")], .nextTab, "the next tab", hint: "tab"),
    Binding(panes, [.left, .character("[")], .previousTab, "the tab before"),
    Binding(panes, [.tab, .backTab], .nextPane, "back to the feed", hint: "feed"),
    Binding(panes, [.escape, .character("c")], .back, "close the pane", hint: "close"),
  ]

  private static let editing: [Binding] = {
    let lines: [InputContext] = [.composing, .commandLine, .searching, .help, .streams]
    return [
      Binding(lines, [.left, .control("b")], .moveLeft, "left"),
      Binding(lines, [.right, .control("f")], .moveRight, "right"),
      Binding(
        lines, [.alt("b"), Key(.left, .control), Key(.left, .alt)], .moveWordLeft, "word left"),
      Binding(
        lines, [.alt("f"), Key(.right, .control), Key(.right, .alt)], .moveWordRight, "word right"),
      Binding(lines, [.control("a"), .home], .moveToStart, "to the start"),
      Binding(lines, [.control("e"), .end], .moveToEnd, "to the end"),
      Binding(lines, [.backspace, .control("h")], .deleteBackward, "delete to the left"),
      Binding(lines, [.delete, .control("d")], .deleteForward, "delete to the right"),
      Binding(lines, [.control("w")], .killWordBackward, "cut the word to the left"),
      Binding(
        lines, [Key(.backspace, .alt)], .killAlphanumericBackward,
        "cut letters and digits to the left"),
      Binding(lines, [.alt("d")], .killWordForward, "cut the word to the right"),
      Binding(lines, [.control("u")], .killToStart, "cut to the start"),
      Binding(lines, [.control("k")], .killToEnd, "cut to the end"),
      Binding(lines, [.control("t")], .transpose, "swap the two characters at the cursor"),
      Binding(lines, [.control("y")], .yank, "put back what was cut"),
      Binding(
        [.composing, .commandLine, .searching], [.up, .control("p")], .historyOlder,
        "what was entered before"),
      Binding(
        [.composing, .commandLine, .searching], [.down, .control("n")], .historyNewer,
        "what was entered after"),
    ]
  }()

  private static let composing = [
    Binding([.composing], [.enter], .submit, "send", hint: "send"),
    Binding(
      [.composing], [.tab], .completeNext, "complete a @name or an :emote:, or offer the next",
      hint: "complete"),
    Binding([.composing], [.backTab], .completePrevious, "offer the one before"),
    Binding([.composing], [.escape], .back, "back to reading; the draft stays", hint: "back"),
    Binding([.composing], [.pageUp], .pageOlder, "a page up in the feed (freezes)"),
    Binding([.composing], [.pageDown], .pageNewer, "a page down in the feed"),
  ]

  private static let commandLine = [
    Binding([.commandLine], [.enter], .submit, "run the command", hint: "run"),
    Binding(
      [.commandLine], [.tab], .complete, "complete the word, or offer the next", hint: "complete"),
    Binding([.commandLine], [.backTab], .completePrevious, "offer the one before"),
    Binding([.commandLine], [.escape], .back, "back to reading", hint: "back"),
  ]

  private static let lists: [Binding] = {
    let lists: [InputContext] = [.help, .streams]
    return [
      Binding(lists, [.enter], .submit, "do what is selected", hint: "do it"),
      Binding(lists, [.up, .control("p"), .backTab], .selectOlder, "up", hint: "up"),
      Binding(lists, [.down, .control("n"), .tab], .selectNewer, "down", hint: "down"),
      Binding(lists, [.pageUp], .pageOlder, "a page up"),
      Binding(lists, [.pageDown], .pageNewer, "a page down"),
      Binding(lists, [.escape, .function(1)], .back, "close the list", hint: "close"),
    ]
  }()

  private static let streams: [Binding] = {
    // Where keys ask for an answer, none leads away from it.
    let everywhere = InputContext.allCases.filter { $0 != .question && $0 != .choosing }
    return [
      Binding(
        feed + panes, [.control("k")], .streamList, "choose among the open streams",
        hint: "streams"),
      Binding(
        everywhere, "123456789".map { .alt($0) }, .streamByDigit, "to the stream of that number"),
      Binding(feed + panes, [.alt("a")], .activeStream, "to the stream where something is new"),
      Binding(feed + panes, [Key(.right, .alt)], .nextStream, "to the stream to the right"),
      Binding(feed + panes, [Key(.left, .alt)], .previousStream, "to the stream to the left"),
    ]
  }()

  private static let question = [
    Binding([.question], [.character("y"), .enter], .confirm, "yes", hint: "yes"),
    Binding([.question], [.character("n"), .escape], .decline, "no", hint: "no"),
  ]

  private static let choosing = [
    Binding([.choosing], [.character("-")], .unmute, "unmute instead", hint: "unmute"),
    Binding([.choosing], [.escape], .decline, "leave it", hint: "leave it"),
  ]

  private static let anywhere = [
    Binding(InputContext.allCases, [.control("c")], .quit, "leave"),
    Binding(InputContext.allCases, [.control("z")], .suspend, "stop until `fg`"),
    Binding(InputContext.allCases, [.control("l")], .redraw, "paint the screen anew"),
  ]
}
