import LiveComments
import Testing

@testable import ClientCore

@Suite struct TimelineTests {
  private typealias F = Fixture

  @Test("whatever order comments come in, they stand in the order of seq")
  func ordered() {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<10 {
      var timeline = Timeline()
      for number in (1...40).shuffled(using: &generator) {
        let isInserted = timeline.insert(F.comment(number * 3))
        #expect(isInserted)
      }
      #expect(timeline.map { Int($0.seq.rawValue) } == (1...40).map { $0 * 3 })
      for number in 1...40 { #expect(timeline.index(of: F.id(number * 3)) == number - 1) }
    }
  }

  @Test("an id or a seq that is taken is refused")
  func taken() {
    var timeline = Timeline()
    var twin = F.comment(2)
    twin.seq = 5
    var usurper = F.comment(3)
    usurper.seq = 2
    let inserted = [F.comment(2), F.comment(2), twin, usurper].map { timeline.insert($0) }
    #expect(inserted == [true, false, false, false])
    #expect(timeline.count == 1)
  }

  @Test(
    "the place at or after a seq is found",
    arguments: [(0, 0), (2, 0), (3, 1), (4, 1), (6, 2), (7, 3)])
  func finds(seq: Int, index: Int) {
    var timeline = Timeline()
    for number in [2, 4, 6] { _ = timeline.insert(F.comment(number)) }
    #expect(timeline.index(atOrAfter: F.seq(seq)) == index)
  }

  @Test("removing in one pass equals removing one by one")
  func removing() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<50 {
      var timeline = Timeline()
      for number in 1...20 { _ = timeline.insert(F.comment(number)) }
      var slow = timeline
      let doomed = Set((1...20).filter { _ in Bool.random(using: &generator) }.map { F.id($0) })
      let low = Int.random(in: 0...20, using: &generator)
      let range = low..<Int.random(in: low...20, using: &generator)
      let removed = timeline.removeAll(in: range) { doomed.contains($0.commentID) }
      for id in removed { if let index = slow.index(of: id) { slow.remove(at: index) } }
      #expect(timeline.elementsEqual(slow))
      #expect(removed.allSatisfy { !timeline.contains($0) && timeline[$0] == nil })
      #expect(timeline.allSatisfy { timeline[$0.commentID] == $0 })
    }
  }

  @Test("the dedupe window remembers the last ids and forgets the oldest")
  func window() {
    var window = DedupeWindow<Int>(limit: 3)
    let inserted = [1, 2, 3, 1, 4, 1, 2].map { window.insert($0) }
    // 4 pushes out 1, the second 1 pushes out 2.
    #expect(inserted == [true, true, true, false, true, true, true])
  }
}
