import Foundation
import LiveComments

@testable import ServerCore

extension TextFolding {
  static let forTests = TextFolding { $0.decomposedStringWithCompatibilityMapping }
}

extension WordFilter {
  init(_ words: [String]) { self.init(words: words, folding: .forTests) }

  mutating func match(_ text: String) -> String? {
    var units: [FoldedUnit] = []
    TextFolding.forTests.fold(text, into: &units)
    return firstMatch(in: units)
  }
}

extension LinkFilter {
  mutating func match(_ text: String) -> String? {
    var units: [FoldedUnit] = []
    TextFolding.forTests.fold(text, into: &units)
    return firstMatch(in: units)
  }
}

extension Safety {
  init(_ rules: SafetyRules) { self.init(rules: rules, folding: .forTests, seed: 1) }

  mutating func judge(
    _ content: String, by user: UserID = "u1", role: Role = .viewer, isFirst: Bool = false,
    isShadowBanned: Bool = false, at seconds: Int64 = 0
  ) -> SafetyVerdict? {
    judge(
      content, by: User(userID: user, userName: user.rawValue, role: role),
      isShadowBanned: isShadowBanned, isFirst: { isFirst },
      at: Instant(milliseconds: seconds * 1_000))
  }
}
