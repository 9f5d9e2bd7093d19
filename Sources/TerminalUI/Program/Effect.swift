public import ClientCore

/// What the terminal program asks of whoever runs it.
public enum Effect: Sendable, Hashable {
  /// Something for the network: to be executed in order.
  case session(SessionAction)
  /// Ask the server, beside the feed; answer with `answered`.
  case inquire(Inquiry)
  /// Find the theme of this name; answer with `themeLoaded` or `themeRefused`.
  case loadTheme(String)
  /// Turn reports of the mouse on or off.
  case setMouse(Bool)
  /// Give the terminal back and stop the process until it is continued.
  case suspend
  /// Ring the terminal's bell.
  case ring
  /// Paint every cell anew.
  case repaint
  case quit
  /// Something about the other streams; `StreamTabs` does it, and nobody else sees it.
  case tabs(TabRequest)
  /// The stream has been left for good: nothing more is wanted of its network.
  case forget
}
