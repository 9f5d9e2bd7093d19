/// What the mouse did, and over which cell.
public struct MouseEvent: Sendable, Hashable {
  public var action: Action
  public var position: GridPosition
  public var modifiers: Modifiers

  public init(_ action: Action, at position: GridPosition, modifiers: Modifiers = []) {
    self.action = action
    self.position = position
    self.modifiers = modifiers
  }

  public enum Action: Sendable, Hashable {
    case press(Button)
    case release(Button)
    case drag(Button)
    case wheelUp, wheelDown
  }

  public enum Button: Sendable, Hashable {
    case left, middle, right
  }
}
