extension Model {
  /// Goes on with the configuration as it was edited.
  mutating func reconfigure(_ change: (inout Settings) -> Void, _ keymap: Keymap) {
    change(&settings)
    self.keymap = keymap
    settleView(refilling: true)
    report("configuration taken over", .success)
  }
}
