/// The pane beside the feed.
public struct SidePane: Sendable, Hashable {
  var isOpen = false
  /// Whether the keys go to it; only while it is open.
  var hasKeys = false
  /// Rows of the stream's controls that are above it.
  var scroll = 0
  /// What it shows, or showed last; nil before it was first opened.
  var tab: Tab?

  func shows(_ tab: Tab) -> Bool { isOpen && self.tab == tab }
}

extension SidePane {
  /// What the pane shows.
  public enum Tab: String, Sendable, Hashable, CaseIterable {
    /// Comments that wait for review.
    case held
    /// Who did what to whom.
    case log
    /// The card of a user.
    case user
    /// The stream's controls.
    case stream
    /// What the connection and the feed have counted.
    case connection

    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
  }
}
