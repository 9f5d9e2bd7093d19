extension Model {
  /// Goes on with the settings as they were edited.
  mutating func reconfigured(_ keymap: Keymap, theme: String?) -> [Effect] {
    self.keymap = keymap
    settleView(refilling: true)
    report("configuration taken over", .success)
    return theme.map { [.loadTheme($0)] } ?? []
  }
}
