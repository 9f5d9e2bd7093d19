public import TerminalGrid

/// Keys that do something in some contexts, and how it is explained.
public struct Binding: Sendable, Hashable {
  public var contexts: [InputContext]
  /// All of them do the same; the first is the one that hints show.
  public var keys: [Key]
  public var action: Action
  /// What it does, as the help says it.
  public var summary: String
  /// A word or two for the hints of the last line; nil keeps it out of them.
  public var hint: String?

  public init(
    _ contexts: [InputContext], _ keys: [Key], _ action: Action, _ summary: String,
    hint: String? = nil
  ) {
    self.contexts = contexts
    self.keys = keys
    self.action = action
    self.summary = summary
    self.hint = hint
  }
}
