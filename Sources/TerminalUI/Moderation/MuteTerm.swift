/// How long a mute lasts, by the digit that is pressed after the key for mute.
struct MuteTerm: Sendable, Hashable {
  let digit: Character
  /// Nil for ever.
  let seconds: Int?

  static let all = [
    MuteTerm(digit: "1", seconds: 60), MuteTerm(digit: "2", seconds: 300),
    MuteTerm(digit: "3", seconds: 600), MuteTerm(digit: "4", seconds: 1_800),
    MuteTerm(digit: "5", seconds: 3_600), MuteTerm(digit: "6", seconds: 21_600),
    MuteTerm(digit: "7", seconds: 86_400), MuteTerm(digit: "8", seconds: 604_800),
    MuteTerm(digit: "9", seconds: 2_592_000), MuteTerm(digit: "0", seconds: nil),
  ]

  /// As the table in the footer shows it: `10m`, `ever`.
  var label: String {
    seconds.map { ActionWords.duration($0).filter { $0 != " " } } ?? "ever"
  }
}
