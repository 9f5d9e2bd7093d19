public import TerminalGrid

/// What a theme states about one face; nil is left to the face that it builds on.
public struct FaceStyle: Sendable, Hashable {
  public var foreground: Color?
  public var background: Color?
  /// Attributes that are switched on.
  public var adding: Attributes
  /// Attributes that are switched off, though the face it builds on has them.
  public var removing: Attributes

  public init(
    foreground: Color? = nil, background: Color? = nil, adding: Attributes = [],
    removing: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.adding = adding
    self.removing = removing
  }

  /// The look of what has the look `style` until this is laid over it.
  public func applied(to style: Style) -> Style {
    Style(
      foreground: foreground ?? style.foreground,
      background: background ?? style.background,
      attributes: style.attributes.subtracting(removing).union(adding))
  }
}
