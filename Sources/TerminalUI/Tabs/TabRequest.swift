/// What the user wants of the streams beside the one that the keys act on.
public enum TabRequest: Sendable, Hashable {
  /// Counted from 0, from the left.
  case show(Int)
  /// By its name, or the beginning of it.
  case showNamed(String)
  case next
  case previous
  /// The next one in which something is new.
  case active
  /// Leave the shown stream.
  case close
}
