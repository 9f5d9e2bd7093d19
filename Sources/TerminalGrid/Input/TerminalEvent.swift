/// What reaches the program from its terminal.
public enum TerminalEvent: Sendable, Hashable {
  case key(Key)
  /// Pasted text, whole and never taken for keys. Lines end in `\n`; other control characters
  /// except tab are gone. At most ``pasteLimit`` bytes; what is beyond is dropped.
  case paste(String)
  case mouse(MouseEvent)
  /// The terminal has this size now. It also comes after a suspension and when the size went and
  /// came back: everything has to be painted anew.
  case resize(TerminalSize)
  case focus(gained: Bool)
  /// The program was asked to end by a signal (SIGTERM, SIGINT, SIGHUP), or its terminal is
  /// gone. It has ``endGrace`` to do so; then it is ended.
  case end(signal: Int32)

  /// The most that one paste may hold, in UTF-8 bytes.
  public static let pasteLimit = 64 * 1024
  /// How long a program that was asked to end may take.
  public static let endGrace: Duration = .seconds(3)
}
