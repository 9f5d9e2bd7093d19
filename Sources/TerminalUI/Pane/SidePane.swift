/// The pane beside the feed.
struct SidePane: Sendable, Hashable {
  var isOpen = false
  /// Whether the keys go to it; only while it is open.
  var hasKeys = false
  var tab = Tab.connection

  /// What it shows.
  enum Tab: Sendable, Hashable, CaseIterable {
    /// What the connection and the feed have counted.
    case connection

    var title: String {
      switch self {
      case .connection: "Connection"
      }
    }
  }
}
