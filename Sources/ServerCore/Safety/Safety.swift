public import LiveComments

/// What the safety rules decided about a comment before its publication.
public struct SafetyVerdict: Sendable, Hashable {
  /// The names of the rules, as events and problems carry them.
  public enum Policy: String, Sendable, Hashable, CaseIterable {
    case blocklist, links, repeats, capitals
    case firstComment = "first_comment"
  }

  /// `flag`, `hold` or `reject`.
  public var response: SafetyResponse
  public var policy: Policy
  /// What matched, for moderators: the list's word, or the link's host. Hostile until sanitised.
  public var evidence: String?

  public init(response: SafetyResponse, policy: Policy, evidence: String? = nil) {
    self.response = response
    self.policy = policy
    self.evidence = evidence
  }

  /// The answer to a post that was rejected. It does not say what matched, so as not to teach.
  public var problem: Problem {
    Problem(
      .rejected, "the stream's rules do not allow this comment (\(policy.rawValue))",
      policy: policy.rawValue)
  }
}

/// Judges the comments of one stream by its safety rules, one after another.
///
/// The work is linear in the comment's length; the memory is bounded by `SafetyRules.Bounds` and by
/// `RepeatMemory`. What it remembers of earlier comments does not survive it: after a restart, texts
/// are new again.
public struct Safety: Sendable {
  public private(set) var rules: SafetyRules
  private let folding: TextFolding
  private let seed: UInt64
  private var words: WordFilter
  private var links: LinkFilter
  private var repeats: RepeatMemory
  private var capitals: CapitalsFilter
  private var units: [FoldedUnit] = []
  private var stream = WordStream()

  /// - Parameter seed: random, so that nobody can prepare texts that count as each other's repeats.
  public init(rules: SafetyRules, folding: TextFolding, seed: UInt64) {
    self.rules = rules
    self.folding = folding
    self.seed = seed
    words = WordFilter(words: rules.blocklist.words, folding: folding)
    links = LinkFilter(allow: rules.links.allow)
    repeats = RepeatMemory(rule: rules.repeats, seed: seed)
    capitals = CapitalsFilter(rule: rules.capitals)
  }

  /// Judges by `rules` from now on. What is remembered of repeats stays unless their rule changed.
  public mutating func setRules(_ rules: SafetyRules) {
    guard rules != self.rules else { return }
    let memory = rules.repeats == self.rules.repeats ? repeats : nil
    self = Safety(rules: rules, folding: folding, seed: seed)
    if let memory { repeats = memory }
  }

  /// Judges a comment that is otherwise accepted, and remembers its text. Moderators and owners are
  /// not judged.
  ///
  /// Of several rules that match, the one with the strongest response decides; of equally strong
  /// ones, the first in the order of `SafetyVerdict.Policy`.
  ///
  /// - Parameters:
  ///   - isShadowBanned: whether others are not shown the comment.
  ///   - isFirst: whether the author has no earlier comment in the stream; asked only when the rule
  ///     for it is on.
  public mutating func judge(
    _ content: String, by author: User, isShadowBanned: Bool = false,
    isFirst: () throws -> Bool, at now: Instant
  ) rethrows -> SafetyVerdict? {
    guard !rules.isOff, !author.role.moderates else { return nil }
    if rules.needsFolding { folding.fold(content, into: &units) }
    var strongest: SafetyVerdict?
    func consider(_ verdict: SafetyVerdict) {
      if verdict.response > strongest?.response ?? .off { strongest = verdict }
    }
    if rules.blocklist.response != .off, let word = words.firstMatch(in: units) {
      consider(
        SafetyVerdict(response: rules.blocklist.response, policy: .blocklist, evidence: word))
    }
    if rules.links.response != .off, let host = links.firstMatch(in: units) {
      consider(SafetyVerdict(response: rules.links.response, policy: .links, evidence: host))
    }
    if rules.repeats.response != .off,
      isRepeat(content, by: author.userID, isHidden: isShadowBanned, at: now)
    {
      consider(SafetyVerdict(response: rules.repeats.response, policy: .repeats))
    }
    if rules.capitals.response != .off, capitals.matches(content) {
      consider(SafetyVerdict(response: rules.capitals.response, policy: .capitals))
    }
    if rules.firstComment.response > strongest?.response ?? .off, try isFirst() {
      consider(SafetyVerdict(response: rules.firstComment.response, policy: .firstComment))
    }
    return strongest
  }

  /// Texts without a word (punctuation alone) are compared as they are.
  private mutating func isRepeat(
    _ content: String, by user: UserID, isHidden: Bool, at now: Instant
  ) -> Bool {
    stream.fill(units, reading: .plain)
    let hash =
      stream.textHash
      ?? content.utf8.reduce(WordHash.start) { WordHash.extend($0, by: UInt64($1)) }
    return repeats.isRepeat(textHash: hash, user: user, isHidden: isHidden, at: now)
  }
}

extension SafetyRules {
  /// Whether a rule that is on reads folded text.
  fileprivate var needsFolding: Bool {
    blocklist.response != .off || links.response != .off || repeats.response != .off
  }
}
