/// One line of text under edit, with the cursor between two graphemes.
///
/// The text is kept as what stands before and after the cursor, so that every step is by grapheme,
/// as `Character` finds them in the text as it is now: a combining mark joins the base that it
/// follows, and leaves with it.
public struct LineEditor: Sendable, Hashable {
  /// What stands before the cursor.
  public private(set) var before = ""
  /// What stands after the cursor.
  public private(set) var after = ""
  /// What the last kills in a row took; `yank` puts it back.
  private var killed = ""
  /// Whether the next kill adds to the last one, because nothing else was done between them.
  private var isKilling = false

  /// The most scalars that the line takes: beyond it, insertions are cut. It is above every limit
  /// of the contract, so that a text that is too long can be seen and shortened.
  public static let capacity = 2_000

  public init(_ text: String = "") {
    insert(text)
  }

  public var text: String { before + after }

  public var isEmpty: Bool { before.isEmpty && after.isEmpty }

  /// Replaces the whole line, with the cursor at its end.
  public mutating func replace(with text: String) {
    before = ""
    after = ""
    insert(text)
  }

  /// Inserts at the cursor; control characters are left out, line breaks and tabs become spaces.
  /// Returns false when the line was full and `inserted` had to be cut.
  @discardableResult
  public mutating func insert(_ inserted: String) -> Bool {
    endKill()
    var room = Self.capacity - before.unicodeScalars.count - after.unicodeScalars.count
    var accepted = String.UnicodeScalarView()
    var isWhole = true
    for scalar in SingleLine.scalars(of: inserted) {
      guard room > 0 else {
        isWhole = false
        break
      }
      accepted.append(scalar)
      room -= 1
    }
    before.unicodeScalars.append(contentsOf: accepted)
    return isWhole
  }

  public mutating func clear() {
    before = ""
    after = ""
  }
}

extension LineEditor {
  public mutating func moveLeft() {
    guard let grapheme = before.popLast() else { return }
    after.insert(grapheme, at: after.startIndex)
  }

  public mutating func moveRight() {
    guard !after.isEmpty else { return }
    before.append(after.removeFirst())
  }

  public mutating func moveToStart() {
    after = before + after
    before = ""
  }

  public mutating func moveToEnd() {
    before += after
    after = ""
  }

  public mutating func moveWordLeft() {
    let word = lengthOfWordBefore(separatedBy: Self.isNotAlphanumeric)
    after = before.suffix(word) + after
    before.removeLast(word)
  }

  public mutating func moveWordRight() {
    let word = lengthOfWordAfter()
    before += after.prefix(word)
    after.removeFirst(word)
  }
}

extension LineEditor {
  /// Ctrl-T: swaps the graphemes on both sides of the cursor and steps over them; at the end of the
  /// line, the two before it.
  public mutating func transpose() {
    // As readline has it: there is nothing to the left to swap with.
    guard !before.isEmpty else { return }
    if after.isEmpty { moveLeft() }
    guard let left = before.popLast() else { return moveToEnd() }
    guard let right = after.first else {
      before.append(left)
      return
    }
    after.removeFirst()
    before.append(right)
    before.append(left)
  }

  public mutating func deleteBackward() {
    _ = before.popLast()
  }

  public mutating func deleteForward() {
    guard !after.isEmpty else { return }
    after.removeFirst()
  }

  /// Ctrl-W: kills back to the last white space, as a terminal's line discipline does.
  public mutating func killWordBackward() {
    killBackward(lengthOfWordBefore(separatedBy: \.isWhitespace))
  }

  /// Alt-Backspace: kills the letters and digits before the cursor.
  public mutating func killAlphanumericBackward() {
    killBackward(lengthOfWordBefore(separatedBy: Self.isNotAlphanumeric))
  }

  public mutating func killWordForward() {
    let word = lengthOfWordAfter()
    keep(String(after.prefix(word)), isBackward: false)
    after.removeFirst(word)
  }

  public mutating func killToStart() {
    keep(before, isBackward: true)
    before = ""
  }

  public mutating func killToEnd() {
    keep(after, isBackward: false)
    after = ""
  }

  /// Inserts what the last kills took.
  public mutating func yank() {
    insert(killed)
  }

  private mutating func killBackward(_ count: Int) {
    keep(String(before.suffix(count)), isBackward: true)
    before.removeLast(count)
  }

  /// Kills in a row gather what they take, in the order in which it stood.
  private mutating func keep(_ text: String, isBackward: Bool) {
    if isKilling {
      killed = isBackward ? text + killed : killed + text
    } else {
      killed = text
    }
    isKilling = true
  }

  /// Something else than a kill was done.
  mutating func endKill() { isKilling = false }
}

extension LineEditor {
  private static func isNotAlphanumeric(_ grapheme: Character) -> Bool {
    !(grapheme.isLetter || grapheme.isNumber)
  }

  private func lengthOfWordBefore(separatedBy isSeparator: (Character) -> Bool) -> Int {
    let reversed = before.reversed()
    let separators = reversed.prefix(while: isSeparator).count
    return separators + reversed.dropFirst(separators).prefix { !isSeparator($0) }.count
  }

  private func lengthOfWordAfter() -> Int {
    let separators = after.prefix(while: Self.isNotAlphanumeric).count
    return separators + after.dropFirst(separators).prefix { !Self.isNotAlphanumeric($0) }.count
  }
}
