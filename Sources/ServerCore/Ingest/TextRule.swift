import LiveComments

/// What text from outside must be before it is stored: design §5.1, for content and names alike.
struct TextRule {
  /// The member of the request that a problem names.
  var field: String
  /// How a problem's message calls the text.
  var name: String
  /// Unicode scalars after NFC.
  var lengths: ClosedRange<Int>

  /// The most marks in a row before NFC: what UAX #15 lets a stream-safe text have. It bounds the
  /// work of normalisation, which sorts each run; no natural text comes near.
  private static let streamSafeMarks = 30

  /// The text in NFC with line breaks as spaces. Throws `invalid`.
  func apply(
    to text: String, normalise: (String) -> String
  ) throws(Problem) -> String {
    // NFC makes at most one scalar of four; what is longer than that is too long without it.
    guard text.utf8.count <= lengths.upperBound * 16 else { throw tooLong(nil) }
    guard longestRunOfMarks(text) <= Self.streamSafeMarks else { throw tooManyMarks() }
    let text = singleLine(text.utf8.allSatisfy { $0 < 0x80 } ? text : normalise(text))

    let scalars = text.unicodeScalars
    let length = scalars.count
    guard length <= lengths.upperBound else { throw tooLong(length) }
    if let control = scalars.first(where: isControl) {
      throw problem(
        "\(name) contains the control character \(codePoint(control)): remove it")
    }
    guard scalars.contains(where: isVisible) else {
      throw problem("\(name) has no visible character: write at least one")
    }
    guard longestRunOfMarks(text) <= Limits.combiningMarksPerBase else { throw tooManyMarks() }
    return text
  }

  /// Every line break, CR LF too, as one space.
  private func singleLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isLineBreak) else { return text }
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n", previous == "\r" {
        // The CR before it has become the space.
      } else {
        line.append(isLineBreak(scalar) ? " " : scalar)
      }
      previous = scalar
    }
    return String(line)
  }

  /// The mandatory breaks of UAX #14: LF, VT, FF, CR, NEL, LS, PS.
  private func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// The general category Cc, which Unicode's stability policy keeps as it is: no look-up.
  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }

  /// Whether a reader sees something. Spaces, format characters (zero-width, bidirectional), other
  /// default-ignorable ones and marks without a base are not; nor are the two blank symbols that
  /// Unicode classes as visible.
  private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value > 0x20, scalar.value < 0x7F { return true }
    let properties = scalar.properties
    guard !properties.isWhitespace, !properties.isDefaultIgnorableCodePoint else { return false }
    switch properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .spacingMark, .surrogate: return false
    default: return scalar.value != 0x2800 && scalar.value != 0x1D159
    }
  }

  /// The most combining marks on one base. Ignorable characters in between do not end a run, or one
  /// could hide any number behind joiners.
  private func longestRunOfMarks(_ text: String) -> Int {
    var longest = 0
    var run = 0
    for scalar in text.unicodeScalars where scalar.value >= 0x300 || run > 0 {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .spacingMark:
        run += 1
        longest = max(longest, run)
      case .format: break
      default:
        if !scalar.properties.isDefaultIgnorableCodePoint { run = 0 }
      }
    }
    return longest
  }

  private func tooLong(_ length: Int?) -> Problem {
    let actual = length.map { ", and this has \($0)" } ?? ""
    return problem("\(name) may have at most \(lengths.upperBound) characters\(actual): shorten it")
  }

  private func tooManyMarks() -> Problem {
    problem(
      "\(name) has more than \(Limits.combiningMarksPerBase) combining marks on one character: "
        + "remove some")
  }

  private func problem(_ detail: String) -> Problem {
    Problem(.invalid, detail, field: field)
  }

  private func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
