import ClientCore
import LiveComments

@testable import TerminalUI

/// What happens to a feed, and what a reader does meanwhile, at random.
enum FeedEvents {
  static func comments(_ seqs: ClosedRange<Int64>) -> [LiveComments.Comment] {
    seqs.map {
      Stage.comment(
        $0, "user\($0 % 5)", $0 % 3 == 0 ? "goal \($0)" : "pass \($0)",
        role: $0 % 11 == 0 ? .moderator : .viewer)
    }
  }

  static func happen(_ stage: inout Stage, using generator: inout SeededGenerator) {
    let last = stage.model.session.feed.lastSeenSeq.rawValue
    let some = { (generator: inout SeededGenerator) in
      let seq = Int64.random(in: max(1, last - 40)...last, using: &generator)
      return comments(seq...seq)[0]
    }
    switch Int.random(in: 0..<10, using: &generator) {
    case 0, 1, 2:
      stage.arrive(comments(last + 1...last + Int64.random(in: 1...9, using: &generator)))
    case 3: stage.moderate(.delete, .deleted, [some(&generator)])
    case 4: stage.moderate(.hold, .held, [some(&generator), some(&generator)])
    case 5:
      let comment = some(&generator)
      stage.moderate(.restore, .visible, [comment]) { $0.comments = [comment] }
    case 6: stage.pin(some(&generator))
    case 7:
      let user = some(&generator).userID
      stage.moderate(.purgeUser) {
        $0.userID = user
        $0.fromSeq = Seq.zero.advanced(by: max(1, last - 20))
        $0.uptoSeq = Seq.zero.advanced(by: last)
      }
    case 8: stage.press(["k", "n", "N", "pageup"].randomElement(using: &generator) ?? "k")
    default: stage.press("G")
    }
  }
}
