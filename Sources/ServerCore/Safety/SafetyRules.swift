/// What a safety rule does with a comment that it matches, from mildest to strongest.
public enum SafetyResponse: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
  /// The rule is not consulted.
  case off
  /// Publishes the comment and marks it for moderators.
  case flag
  /// Keeps the comment back for review, before anybody has seen it.
  case hold
  /// Refuses the post; nothing is stored.
  case reject

  public static func < (lhs: SafetyResponse, rhs: SafetyResponse) -> Bool {
    lhs.strength < rhs.strength
  }

  private var strength: Int {
    switch self {
    case .off: 0
    case .flag: 1
    case .hold: 2
    case .reject: 3
    }
  }
}

/// The safety rules of one stream (design §5.4): all off until set.
///
/// As JSON they are the body of `GET` and `PUT /streams/{id}/rules`. A rule that the text leaves out
/// is off; a member that is unknown, out of bounds or of the wrong type is refused by name.
public struct SafetyRules: Sendable, Hashable, Encodable {
  public var blocklist: Blocklist
  public var links: Links
  public var repeats: Repeats
  public var capitals: Capitals
  public var firstComment: FirstComment

  enum CodingKeys: String, CodingKey, CaseIterable {
    case blocklist, links, repeats, capitals
    case firstComment = "first_comment"
  }

  public init(
    blocklist: Blocklist = Blocklist(), links: Links = Links(), repeats: Repeats = Repeats(),
    capitals: Capitals = Capitals(), firstComment: FirstComment = FirstComment()
  ) {
    self.blocklist = blocklist
    self.links = links
    self.repeats = repeats
    self.capitals = capitals
    self.firstComment = firstComment
  }

  /// Whether no rule is on.
  public var isOff: Bool {
    blocklist.response == .off && links.response == .off && repeats.response == .off
      && capitals.response == .off && firstComment.response == .off
  }
}

extension SafetyRules {
  /// Words and phrases that a comment must not contain, however they are disguised.
  public struct Blocklist: Sendable, Hashable, Encodable {
    public var response: SafetyResponse
    /// Words or phrases, as the moderators wrote them.
    public var words: [String]

    enum CodingKeys: String, CodingKey, CaseIterable {
      case response = "do"
      case words
    }

    public init(response: SafetyResponse = .off, words: [String] = []) {
      self.response = response
      self.words = words
    }
  }

  /// Links to anywhere but the allowed domains.
  public struct Links: Sendable, Hashable, Encodable {
    public var response: SafetyResponse
    /// Domains that may be linked to, each with all its subdomains.
    public var allow: [String]

    enum CodingKeys: String, CodingKey, CaseIterable {
      case response = "do"
      case allow
    }

    public init(response: SafetyResponse = .off, allow: [String] = []) {
      self.response = response
      self.allow = allow
    }
  }

  /// One text posted again and again, by one user or by many.
  public struct Repeats: Sendable, Hashable, Encodable {
    public var response: SafetyResponse
    /// The post by one user that matches: the third, when 3.
    public var sameUser: Int
    /// The post by whomever that matches.
    public var anyUser: Int
    /// Seconds within which posts of one text count together.
    public var withinSeconds: Int

    enum CodingKeys: String, CodingKey, CaseIterable {
      case response = "do"
      case sameUser = "same_user"
      case anyUser = "any_user"
      case withinSeconds = "within_s"
    }

    public init(
      response: SafetyResponse = .off, sameUser: Int = 3, anyUser: Int = 8, withinSeconds: Int = 30
    ) {
      self.response = response
      self.sameUser = sameUser
      self.anyUser = anyUser
      self.withinSeconds = withinSeconds
    }
  }

  /// Shouting: mostly capital letters.
  public struct Capitals: Sendable, Hashable, Encodable {
    public var response: SafetyResponse
    /// The share of capitals among the letters that have case, from which a comment matches.
    public var ratio: Double
    /// Letters that have case, below which a comment never matches.
    public var minimumLetters: Int

    enum CodingKeys: String, CodingKey, CaseIterable {
      case response = "do"
      case ratio
      case minimumLetters = "min"
    }

    public init(response: SafetyResponse = .off, ratio: Double = 0.8, minimumLetters: Int = 12) {
      self.response = response
      self.ratio = ratio
      self.minimumLetters = minimumLetters
    }
  }

  /// The first comment of a user in the stream.
  public struct FirstComment: Sendable, Hashable, Encodable {
    public var response: SafetyResponse

    enum CodingKeys: String, CodingKey, CaseIterable {
      case response = "do"
    }

    public init(response: SafetyResponse = .off) { self.response = response }
  }
}

extension SafetyRules {
  /// The bounds that keep an evaluation cheap and a document small.
  public enum Bounds {
    /// Words and phrases of a blocklist.
    public static let words = 1_000
    /// Unicode scalars of one word or phrase.
    public static let wordLength = 1...64
    /// Allowed domains.
    public static let allowedDomains = 256
    /// Posts of one text, by one user or by anybody.
    public static let repeats = 2...100
    /// Seconds within which posts of one text count together.
    public static let withinSeconds = 1...3_600
    /// The share of capitals; less than a half is how people write.
    public static let ratio = 0.5...1.0
    /// Letters that have case; no comment has more than `Limits.content`.
    public static let minimumLetters = 1...500
  }
}
