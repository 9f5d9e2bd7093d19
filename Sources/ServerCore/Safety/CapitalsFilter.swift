/// Tells shouting: a share of capitals among the letters that have case. Letters without case, as of
/// Arabic or Chinese, count for nothing.
struct CapitalsFilter {
  private let rule: SafetyRules.Capitals

  init(rule: SafetyRules.Capitals) { self.rule = rule }

  func matches(_ text: String) -> Bool {
    var capitals = 0
    var cased = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x41...0x5A:
        capitals += 1
        cased += 1
      case 0x61...0x7A: cased += 1
      case 0..<0x80: break
      default:
        let category = scalar.properties.generalCategory
        if category == .uppercaseLetter || category == .titlecaseLetter {
          capitals += 1
          cased += 1
        } else if category == .lowercaseLetter {
          cased += 1
        }
      }
    }
    return cased >= rule.minimumLetters && Double(capitals) >= rule.ratio * Double(cased)
  }
}
