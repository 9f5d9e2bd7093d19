public import TerminalGrid

/// Keys that a user gives to an action, in place of those that it has.
public struct KeyAssignment: Sendable, Hashable {
  /// Where; nil wherever the action has keys and is not assigned others by a context's own
  /// assignment.
  public var context: InputContext?
  public var action: Action
  /// None takes the action's keys away.
  public var keys: [Key]

  public init(_ context: InputContext?, _ action: Action, _ keys: [Key]) {
    self.context = context
    self.action = action
    self.keys = keys
  }

  /// Why an assignment cannot be made.
  public struct Refusal: Sendable, Hashable {
    public let assignment: KeyAssignment
    /// What is wrong, and what would be right.
    public let reason: String
  }
}
