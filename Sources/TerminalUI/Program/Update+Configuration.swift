import ClientCore

extension Model {
  /// Goes on with the configuration as it was edited.
  mutating func reconfigure(
    _ change: (inout Settings) -> Void, _ keymap: Keymap
  ) -> [Effect] {
    let before = settings
    change(&settings)
    self.keymap = keymap
    if settings.highlights != before.highlights { identified(session.you) }
    if settings.filters != before.filters {
      filters = Array(settings.filters.prefix(Filter.limit))
      refilter()
    }
    if settings.collapsesRepeats != before.collapsesRepeats { foldRepeatsAnew() }
    settleView(refilling: true)
    report("configuration taken over", .success)
    return settings.mouse == before.mouse ? [] : [.setMouse(settings.mouse)]
  }
}
