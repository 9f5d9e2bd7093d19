import ClientCore
import ClientTransport
import LiveComments
import TerminalUI

/// Tells on standard error how a replay goes: a bar on a terminal, a line now and then elsewhere.
actor ReplayReport {
  private let terminal = ErrorTerminal()
  private var lastDrawn: Instant?
  private var isBarShown = false
  private var remark: String?
  private var refusalsTold = 0

  /// Refusals told one by one; the rest are only counted.
  private static let refusalsTold = 5
  private static let barInterval = Duration.milliseconds(100)
  private static let lineInterval = Duration.seconds(5)

  func take(_ event: ReplayPlayer.Event) {
    switch event {
    case .progress(let progress, let recordedTimeLeft, let now):
      draw(progress, recordedTimeLeft: recordedTimeLeft, at: now)
    case .refused(let comment, let problem):
      guard refusalsTold < Self.refusalsTold else { return }
      refusalsTold += 1
      say("record \(comment.record) was refused: \(problem.detail) (\(problem.code.rawValue))")
    case .interrupted(let reason, _):
      if remark == nil { say("\(reason); trying again") }
      remark = "disconnected"
    case .resumed:
      if remark != nil { say("connected again") }
      remark = nil
    }
  }

  /// The summary: what became of every comment.
  func finish(_ progress: ReplayProgress, skipped: Int) {
    var parts = ["\(ProgressLine.grouped(progress.accepted)) accepted"]
    if progress.alreadyThere > 0 {
      parts.append(
        "\(ProgressLine.grouped(progress.alreadyThere)) already there from an earlier replay "
          + "(--again posts them once more)")
    }
    for (code, count) in progress.refused.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      parts.append("\(ProgressLine.grouped(count)) refused (\(code.rawValue))")
    }
    if skipped > 0 { parts.append("\(ProgressLine.grouped(skipped)) records without text skipped") }
    if progress.displaced > 0 {
      parts.append("\(ProgressLine.grouped(progress.displaced)) out of order: the server was busy")
    }
    say(
      "replayed \(ProgressLine.grouped(progress.total)) comments: " + parts.joined(separator: ", "))
  }

  /// Takes the bar away.
  func clear() {
    if isBarShown { Console.writeError("\r\u{1B}[K") }
    isBarShown = false
  }

  private func say(_ text: String) {
    clear()
    Console.note(text)
  }

  private func draw(_ progress: ReplayProgress, recordedTimeLeft: Duration, at now: Instant) {
    let interval = terminal == nil ? Self.lineInterval : Self.barInterval
    let start = lastDrawn ?? now
    guard lastDrawn == nil || now - start >= interval else { return }
    lastDrawn = now
    // The first line without a terminal comes when there is something to say.
    guard terminal != nil || start < now else { return }
    let rate = progress.rate(at: now)
    let byRate: Duration? =
      rate > 0 ? .seconds(Double(progress.total - progress.answered) / rate) : nil
    let timeLeft = recordedTimeLeft > .zero ? recordedTimeLeft : byRate
    let line = ProgressLine(
      done: progress.answered, total: progress.total, rate: rate, timeLeft: timeLeft,
      remark: remark)
    if let terminal {
      Console.writeError(
        "\r" + line.text(columns: terminal.columns - 1, ascii: !terminal.isUTF8) + "\u{1B}[K")
      isBarShown = true
    } else {
      Console.note(line.figures)
    }
  }
}
