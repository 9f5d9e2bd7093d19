/// One scalar of a text after folding: what it stands for, and what kind of thing it is.
struct FoldedUnit {
  enum Kind: UInt8 {
    /// Part of a word; `symbol` is lower case, without diacritics.
    case letter
    /// `symbol` is ASCII `0` to `9`.
    case digit
    /// A symbol that stands for a letter next to letters: `@`, `$`.
    case leetSymbol
    /// A symbol that stands for a letter only between letters, since it is punctuation elsewhere.
    case leetPunctuation
    /// Inside a word, and never glue between two: `he'll` is not `hell`.
    case apostrophe
    case punctuation
    case space
    /// A character of a script that does not put spaces between words: a word of its own.
    case ideograph
    /// A word of its own that may stand between spaced-out letters.
    case emoji
  }

  var symbol: UInt32
  var kind: Kind
  /// The ASCII letter that a letter of another script looks like; 0 when none.
  var lookalike: UInt8 = 0
  /// Whether `lookalike` is drawn exactly like it.
  var isExactLookalike = false
  /// Whether the scalar was something else before folding: a diacritic or a look-alike went.
  var isDisguised = false
}
