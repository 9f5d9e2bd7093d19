import ClientCore
import ClientTransport
import Dispatch
import Foundation
import TerminalUI

/// Prints what a followed stream brings, and waits for what ends it.
actor TailPrinter {
  private var conversation: TailConversation
  /// How it ended: with a failure, or because one left.
  private var outcome: Outcome?
  private var waiting: CheckedContinuation<Outcome, Never>?

  private enum Outcome {
    case failed(String)
    case left
  }

  init(_ log: TailLog) { conversation = TailConversation(log) }

  func take(_ actions: [SessionAction], _ session: Session) {
    carryOut(conversation.take(actions, session), nil)
  }

  private func carryOut(_ outputs: [TailConversation.Output], _ client: LiveClient?) {
    var text = ""
    for output in outputs {
      switch output {
      case .line(let line): text += line + "\n"
      case .note(let note): Console.note(note)
      case .failed(let reason): finish(.failed(reason))
      case .submit(let input): client?.submit(input)
      case .giveBack: break
      case .left: finish(.left)
      }
    }
    if !text.isEmpty { Console.write(text) }
  }

  /// Waits for the end: nil when one left, else why the session cannot go on.
  func end() async -> String? {
    let outcome: Outcome =
      if let outcome { outcome } else { await withCheckedContinuation { waiting = $0 } }
    return if case .failed(let reason) = outcome { reason } else { nil }
  }

  private func finish(_ how: Outcome) {
    outcome = outcome ?? how
    waiting.take()?.resume(returning: how)
  }
}

extension TailPrinter {
  /// Does what is typed from now on. Reading blocks, so it has a thread of its own, which waits for
  /// each line to be dealt with: nothing queues up but what the terminal itself holds.
  nonisolated func listen(to client: LiveClient) {
    // In the background there is nothing to read, and no reason to stop for it.
    signal(SIGTTIN, SIG_IGN)
    Thread.detachNewThread {
      var typed = TypedLines()
      while true {
        let lines = typed.next()
        let done = DispatchSemaphore(value: 0)
        Task {
          await self.typed(lines, client)
          done.signal()
        }
        done.wait()
        if lines == nil { return }
      }
    }
  }

  /// Nil is the end of the input, as Ctrl-D makes it.
  private func typed(_ lines: [String]?, _ client: LiveClient) {
    carryOut(conversation.typed(lines, key: UUID().uuidString.lowercased()), client)
  }
}
