import ClientCore
import ClientTransport
import Foundation
import LiveComments
import NcursesBackend
import TerminalGrid
import TerminalUI

/// `gavel tail` on a terminal where one types while it prints: one thread that has the terminal, the
/// session and the line that is typed.
struct TailLoop {
  enum Outcome {
    case left
    case failed(String)
    case ended(signal: Int32)
  }

  /// What one types by.
  struct Typing {
    var keymap: Keymap
    var usesASCII: Bool
    var check: TailConversation.Check
  }

  /// Hands do not type two lines within this time; a paste that the terminal does not mark does.
  private static let pause = Duration.milliseconds(30)

  private let terminal: LineTerminal
  private let io: SessionIO
  private var session: Session
  private var conversation: TailConversation
  private var editor: TailEditor
  /// What is to be printed before the next wait; as much as one look at the network brought.
  private var lines: [SafeText] = []
  private var outcome: Outcome?

  /// - Parameter io: wakes the terminal.
  init(
    terminal: LineTerminal, io: SessionIO, session: Session, log: TailLog, typing: Typing
  ) {
    self.terminal = terminal
    self.io = io
    self.session = session
    conversation = TailConversation(log, check: typing.check)
    editor = TailEditor(keymap: typing.keymap, ascii: typing.usesASCII)
  }

  /// Follows the stream until its user leaves, a signal says so, or the session cannot go on. Gives
  /// the terminal back. Blocks its thread.
  mutating func run() -> Outcome {
    note("type a line to post it; /help says what else can be typed")
    drive(.start)
    while true {
      if let outcome {
        terminal.close(adding: lines + [editor.unfinished].compactMap(\.self))
        drive(.stop)
        return outcome
      }
      let row = editor.row(columns: terminal.columns)
      terminal.print(lines, above: row.text, cursor: row.cursor)
      lines.removeAll()
      takeKeys()
      for input in io.takeInputs() { drive(input) }
      io.schedule(session.nextDeadline)
    }
  }

  private mutating func takeKeys() {
    guard let first = terminal.nextEvent(timeout: nil) else { return }
    let clock = ContinuousClock()
    var events = [first]
    var deadline = clock.now
    var size = 0
    while size < TerminalEvent.pasteLimit, let last = events.last {
      if case .end = last { break }
      if editor.awaitsMore(after: last) { deadline = clock.now + Self.pause }
      size += 1
      // The network may end the wait, too.
      var next: TerminalEvent?
      repeat {
        next = terminal.nextEvent(timeout: max(.zero, clock.now.duration(to: deadline)))
      } while next == nil && clock.now < deadline
      guard let next else { break }
      events.append(next)
    }
    for deed in editor.take(events) where outcome == nil { perform(deed) }
  }

  private mutating func perform(_ deed: TailEditor.Deed) {
    switch deed {
    case .enter(let line): typed([line])
    case .say(let text): note(text)
    case .suspend: terminal.suspend()
    case .redraw: terminal.invalidate()
    case .leave: typed(nil)
    case .end(let signal): outcome = .ended(signal: signal)
    }
  }

  private mutating func typed(_ lines: [String]?) {
    carryOut(conversation.typed(lines, key: UUID().uuidString.lowercased()))
  }

  private mutating func drive(_ input: SessionInput) {
    let actions = session.handle(input, at: MonotonicClock.now())
    for action in actions { io.perform(action) }
    if !actions.isEmpty { carryOut(conversation.take(actions, session)) }
  }

  private mutating func carryOut(_ outputs: [TailConversation.Output]) {
    for output in outputs {
      switch output {
      case .line(let line): lines.append(SafeText(line, limit: .max))
      case .note(let text): note(text)
      case .failed(let reason): outcome = outcome ?? .failed(reason)
      case .submit(let input): drive(input)
      case .giveBack(let line): editor.giveBack(line)
      case .left: outcome = outcome ?? .left
      }
    }
  }

  /// Standard error may lead elsewhere than to the terminal.
  private mutating func note(_ hostile: String) {
    guard terminal.takesErrors else { return Console.note(hostile) }
    lines.append(SafeText("gavel: ") + SafeText(hostile))
  }
}
