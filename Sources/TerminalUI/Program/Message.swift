public import ClientCore
public import TerminalGrid

/// What happens to the terminal program.
public enum Message: Sendable {
  case terminal(TerminalEvent)
  case session(SessionInput)
  /// The answer to `Effect.inquire`.
  case answered(InquiryAnswer)
  /// The time now. Sent before other messages whenever time has passed.
  case clock(ClockReading)
  /// The answer to `Effect.loadTheme`.
  case themeLoaded(Theme)
  /// The user's configuration was edited: what changes, and the keys from now on.
  case reconfigured(@Sendable (inout Settings) -> Void, Keymap)
  /// The edit cannot be used; the text says why.
  case configurationRefused(String)
  /// The theme asked for cannot be had; the text says why.
  case themeRefused(String)
}
