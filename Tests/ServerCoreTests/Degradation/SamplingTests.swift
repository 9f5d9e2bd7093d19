import LiveComments
import ServerCore
import Testing

@Suite("Sampling")
struct SamplingTests {
  private let seed: UInt64 = 20_260_726

  private func comments(_ count: Int, role: Role = .viewer) throws -> [LiveComments.Comment] {
    var generator = SeededGenerator(seed: seed)
    return try (1...count).map { number in
      // Four of a millisecond, as in a busy stream.
      let time = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number / 4))
      return LiveComments.Comment(
        streamID: try #require(StreamID(rawValue: "launch")),
        seq: try #require(Seq(rawValue: Int64(number))),
        commentID: CommentID(at: time, using: &generator), userID: "ada", userName: "Ada",
        role: role, content: "text", createdAt: time, state: .visible)
    }
  }

  @Test(
    "the hash is the same in every version and on every machine",
    arguments: [
      ("018bcfe5-6800-7abc-8def-0123456789ab", 0x9616_A516_64E9_8B40),
      ("00000000-0000-7000-8000-000000000000", 0xCAB5_9957_D178_0ACB),
      ("0192f0c1-2345-7fff-bfff-ffffffffffff", 0xEDFA_FD4D_0E6E_6060),
    ] as [(String, UInt64)])
  func hash(_ id: String, _ hash: UInt64) throws {
    #expect(try #require(CommentID(rawValue: id)).samplingHash == hash)
  }

  @Test("about one in the ratio is kept", arguments: [2, 5, 20, 100] as [UInt64])
  func share(_ ratio: UInt64) throws {
    let count = 40_000
    let kept = try comments(count).count { Sampling(ratio: ratio).keeps($0) }
    let expected = Double(count) / Double(ratio)
    // Five standard deviations: the seed is fixed, and a bad hash is far off.
    let deviation = 5 * (expected * (1 - 1 / Double(ratio))).squareRoot()
    #expect(abs(Double(kept) - expected) < deviation, "seed \(seed): kept \(kept)")
  }

  @Test("what a stricter ratio keeps, a milder one keeps too")
  func nested() throws {
    for comment in try comments(5_000) where Sampling(ratio: 20).keeps(comment) {
      #expect(Sampling(ratio: 5).keeps(comment))
      #expect(Sampling.none.keeps(comment))
    }
  }

  @Test("1 keeps everything, and so does 0")
  func everything() throws {
    for comment in try comments(1_000) {
      #expect(Sampling(ratio: 1).keeps(comment))
      #expect(Sampling(ratio: 0).keeps(comment))
    }
  }

  @Test(
    "comments of those who moderate are kept, others' not more than anybody's",
    arguments: [(Role.moderator, true), (.owner, true), (.service, false), (.viewer, false)])
  func roles(_ role: Role, _ areKept: Bool) throws {
    let kept = try comments(200, role: role).count { Sampling(ratio: 1_000_000).keeps($0) }
    #expect(kept == (areKept ? 200 : 0))
  }

  @Test("pinned comments are kept")
  func pins() throws {
    let comments = try comments(200)
    let sampling = Sampling(ratio: 1_000_000, pins: [comments[7], comments[90]])
    #expect(comments.filter(sampling.keeps).map(\.seq) == [8, 91])
  }

  @Test(
    "the ratio is that of the level that holds",
    arguments: [
      (LevelChoice.auto, Level.normal, 1), (.auto, .busy, 1), (.auto, .hot, 5),
      (.auto, .critical, 20), (.fixed(.normal), .critical, 1), (.fixed(.hot), .normal, 5),
      (.fixed(.critical), .hot, 20),
    ] as [(LevelChoice, Level, UInt64)])
  func levels(_ choice: LevelChoice, _ automatic: Level, _ ratio: UInt64) {
    let controls = StreamControls(level: choice, automaticLevel: automatic)
    #expect(Sampling(controls, under: .standard).ratio == ratio)
  }

  @Test(
    "the stricter of manual and automatic slow mode holds",
    arguments: [
      (0, Level.normal, 0), (3, .normal, 3), (0, .hot, 5), (3, .hot, 5), (20, .hot, 20),
      (20, .critical, 30),
    ])
  func slowMode(_ manual: Int, _ level: Level, _ seconds: Int) {
    let controls = StreamControls(slowModeSeconds: manual, automaticLevel: level)
    #expect(DegradationTable.standard.slowModeSeconds(under: controls) == seconds)
  }
}
