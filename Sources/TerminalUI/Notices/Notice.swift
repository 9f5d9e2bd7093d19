import LiveComments

/// Something that the last line says for a while.
struct Notice: Sendable, Hashable {
  let text: String
  let weight: Weight
  let until: Instant
  /// From here on the next key takes it away: by then it has been seen.
  let dismissible: Instant
  /// Whether it says what a key has come to. What it did not come to is over when another key does
  /// something.
  let isAnswer: Bool

  enum Weight: Sendable, Hashable {
    case information, success, warning, error

    /// How long it stays: errors can be read twice.
    var duration: Duration {
      switch self {
      case .information, .success: .seconds(5)
      case .warning: .seconds(8)
      case .error: .seconds(12)
      }
    }

    var face: Face {
      switch self {
      case .information: .notice
      case .success: .success
      case .warning: .warning
      case .error: .error
      }
    }

    /// What stands before the text, so that the weight is not told by colour alone.
    var sign: String {
      switch self {
      case .information: ""
      case .success: "✓ "
      case .warning: "! "
      case .error: "✗ "
      }
    }
  }

  init(_ text: String, _ weight: Weight, at now: Instant, isAnswer: Bool = false) {
    self.isAnswer = isAnswer
    self.text = text
    self.weight = weight
    until = now + weight.duration
    dismissible = now + .seconds(1)
  }
}
