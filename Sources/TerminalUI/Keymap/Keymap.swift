public import TerminalGrid

/// Which key does what: the one table that input, hints, help and `gavel keys` read.
public struct Keymap: Sendable {
  /// In the order in which help and hints show them.
  public let bindings: [Binding]
  private let actions: [InputContext: [Key: Action]]

  /// Where two bindings of a context share a key, the later one has it.
  public init(_ bindings: [Binding]) {
    self.bindings = bindings
    var actions: [InputContext: [Key: Action]] = [:]
    for binding in bindings {
      for context in binding.contexts {
        for key in binding.keys { actions[context, default: [:]][key] = binding.action }
      }
    }
    self.actions = actions
  }

  /// What `key` does in `context`; nil when it does nothing there.
  public func action(for key: Key, in context: InputContext) -> Action? {
    actions[context]?[key]
  }

  /// What works in `context`, in the order of the table.
  public func bindings(in context: InputContext) -> [Binding] {
    bindings.filter { $0.contexts.contains(context) }
  }

  /// The key to name for an action in `context`, as a person reads it; nil when no key does it.
  public func keyName(of action: Action, in context: InputContext) -> String? {
    bindings.first { $0.action == action && $0.contexts.contains(context) }?
      .keys.first.map(KeyLabel.text)
  }
}
