import LiveComments

/// Remembers which texts were posted lately, by whom, and how often.
///
/// Bounded: two generations of at most `textLimit` texts each, and twice as many posts of each text
/// as the larger threshold needs. When the younger generation is full it becomes the older one, whose texts
/// are forgotten: under a flood of different texts the window gets shorter, never the memory larger.
struct RepeatMemory {
  private struct Post {
    var user: UInt64
    var at: Instant
    /// Its author is shadow-banned: others do not know of it.
    var isHidden: Bool
  }

  /// The posts of one text, oldest first. The first lies outside the array, so that a text that is
  /// never repeated, which is nearly every text, allocates nothing.
  private struct History {
    var first: Post
    var rest: [Post] = []

    var all: [Post] { [first] + rest }
  }

  private let rule: SafetyRules.Repeats
  private let seed: UInt64
  private let textLimit: Int
  private var young: [UInt64: History] = [:]
  private var old: [UInt64: History] = [:]
  private var youngSince: Instant?

  /// - Parameters:
  ///   - seed: what hashes start from, so that nobody can prepare texts that collide.
  ///   - textLimit: different texts of one generation.
  init(rule: SafetyRules.Repeats, seed: UInt64, textLimit: Int = 4_096) {
    self.rule = rule
    self.seed = seed
    self.textLimit = textLimit
  }

  private var window: Duration { .seconds(rule.withinSeconds) }

  /// The texts that it holds.
  var textCount: Int { young.count + old.count }

  /// Takes a post into account. True when its text has now been posted too often.
  ///
  /// - Parameter isHidden: whether the author is shadow-banned. Their posts count towards nobody
  ///   else's, and all count towards theirs: they are treated as if nobody were shadow-banned.
  mutating func isRepeat(
    textHash: UInt64, user: UserID, isHidden: Bool, at now: Instant
  ) -> Bool {
    rotate(at: now)
    let text = WordHash.extend(seed, by: textHash)
    let post = Post(user: hash(user), at: now, isHidden: isHidden)
    guard var history = young.removeValue(forKey: text) ?? old.removeValue(forKey: text) else {
      young[text] = History(first: post)
      return false
    }
    append(post, to: &history, at: now)
    var mine = 0
    var all = 0
    for other in history.all {
      if other.user == post.user { mine += 1 }
      if other.user == post.user || !other.isHidden || isHidden { all += 1 }
    }
    young[text] = history
    return mine >= rule.sameUser || all >= rule.anyUser
  }

  private func append(_ post: Post, to history: inout History, at now: Instant) {
    let recent = history.all.filter { now - $0.at < window } + [post]
    // Each kind has its room: no number of hidden posts makes the others forgotten.
    let limit = max(rule.sameUser, rule.anyUser)
    let hiddenCount = recent.count(where: \.isHidden)
    var excess = (hidden: hiddenCount - limit, open: recent.count - hiddenCount - limit)
    let kept = recent.filter { post in
      if post.isHidden { excess.hidden -= 1 } else { excess.open -= 1 }
      return (post.isHidden ? excess.hidden : excess.open) < 0
    }
    history = History(first: kept.first ?? post, rest: Array(kept.dropFirst()))
  }

  private mutating func rotate(at now: Instant) {
    let since = youngSince ?? now
    youngSince = since
    guard now - since >= window || young.count >= textLimit else { return }
    old = young
    young = [:]
    young.reserveCapacity(min(old.count, textLimit))
    youngSince = now
  }

  private func hash(_ user: UserID) -> UInt64 {
    user.rawValue.utf8.reduce(seed) { WordHash.extend($0, by: UInt64($1)) }
  }
}

extension WordStream {
  /// What a text is but for case, spacing, punctuation, diacritics and stretched letters; nil when
  /// it has no words.
  var textHash: UInt64? {
    words.isEmpty ? nil : words.reduce(WordHash.start) { WordHash.extend($0, by: $1.hash) }
  }
}
