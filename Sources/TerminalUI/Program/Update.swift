import ClientCore
import LiveComments
import TerminalGrid

/// The whole behaviour of the terminal program: takes one message, changes the model, and returns
/// what is to be done outside, in order.
public func update(_ model: inout Model, _ message: Message) -> [Effect] {
  let effects = model.handle(message)
  model.keepKeysInSight()
  model.match()
  return effects + model.ringAsNeeded() + model.inquireAsNeeded() + model.loadOlderAsNeeded()
}

extension Model {
  fileprivate mutating func handle(_ message: Message) -> [Effect] {
    switch message {
    case .terminal(let event): return receive(event)
    case .session(let input): return drive(input)
    case .answered(let answer): return take(answer)
    case .clock(let reading): return advance(to: reading)
    case .themeLoaded(let theme):
      self.theme = theme
      say("theme: \(theme.name)")
    case .themeRefused(let reason):
      say(reason, .error)
    case .reconfigured(let change, let keymap):
      return reconfigure(change, keymap)
    case .configurationRefused(let reason):
      report("not taken over: \(reason)", .error)
    }
    return []
  }

  fileprivate mutating func receive(_ event: TerminalEvent) -> [Effect] {
    switch event {
    case .key(let key): return press(key)
    case .paste(let text): paste(text)
    case .mouse(let event): return receive(event)
    case .resize(let size):
      self.size = size
      settleView(refilling: true)
    case .focus(let gained): noteFocus(gained: gained)
    case .end: return quit()
    }
    return []
  }

  fileprivate mutating func advance(to reading: ClockReading) -> [Effect] {
    clock = reading
    rate.advance(to: reading.instant)
    samples.advance(
      to: reading.instant, viewers: session.connection.isConnected ? session.stream.viewers : nil)
    if let until = notice?.until, until <= reading.instant {
      notice = nil
      reasonOffer = nil
    }
    if let until = caughtUp?.until, until <= reading.instant { caughtUp = nil }
    if let until = firstStepsUntil, until <= reading.instant { endFirstSteps() }
    guard let due = session.nextDeadline, due <= reading.instant else { return [] }
    return drive(.tick)
  }

  /// Leaves: the session closes its connection first.
  mutating func quit() -> [Effect] {
    drive(.stop) + [.quit]
  }
}
