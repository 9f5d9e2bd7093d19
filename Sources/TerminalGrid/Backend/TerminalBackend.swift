/// A terminal: shows grids, yields events.
///
/// One thread uses it; only ``wake`` may be called from others.
public protocol TerminalBackend: AnyObject {
  var size: TerminalSize { get }
  var colorDepth: ColorDepth { get }

  /// Makes the terminal show `grid`, writing only what differs from what it shows already. A grid
  /// of another size than the terminal's is clipped. Nothing happens once the terminal is gone.
  func present(_ grid: Grid)

  /// Waits for the next event.
  /// - Parameter timeout: how long to wait; `nil` for as long as it takes, zero not at all.
  /// - Returns: `nil` when the time is over or ``wake`` was called. A terminal that is gone yields
  ///   ``TerminalEvent/end(signal:)``.
  func nextEvent(timeout: Duration?) -> TerminalEvent?

  /// Ends the current or the next wait of ``nextEvent(timeout:)``. Callable from any thread;
  /// calls that come before the wait ends count as one.
  var wake: @Sendable () -> Void { get }

  /// Forgets what the terminal shows: the next frame paints every cell.
  func invalidate()

  /// Rings the terminal's bell.
  func ring()

  /// Turns reports of the mouse on or off; off by default, so that selecting text works as usual.
  func setMouse(_ enabled: Bool)

  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again when
  /// it continues; a ``TerminalEvent/resize(_:)`` follows.
  func suspend()

  /// Gives the terminal back as it was. Nothing is shown or read any more.
  func close()
}
