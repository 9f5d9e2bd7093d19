/// The half-open range `(after, upto]` that a batch accounts for, completely.
///
/// Whatever lies inside it and is not in the batch is absent on purpose.
public struct Coverage<Plane>: Sendable, Hashable {
  /// The last position before the range.
  public var after: Position<Plane>
  /// The last position inside the range; equal to `after` when the range is empty.
  public var upto: Position<Plane>

  /// A range that ends before it begins is empty and lies at `after`.
  public init(after: Position<Plane>, upto: Position<Plane>) {
    self.after = after
    self.upto = max(after, upto)
  }

  public var isEmpty: Bool { after == upto }

  public func contains(_ position: Position<Plane>) -> Bool {
    after < position && position <= upto
  }
}

extension Coverage: CustomStringConvertible {
  public var description: String { "(\(after), \(upto)]" }
}
