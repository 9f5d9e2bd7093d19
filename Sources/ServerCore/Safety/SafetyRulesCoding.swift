import LiveComments

extension SafetyRules: Decodable {
  /// Throws `DecodingError` whose path names the member at fault.
  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownMembers(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    blocklist = try container.decodeIfPresent(Blocklist.self, forKey: .blocklist) ?? Blocklist()
    links = try container.decodeIfPresent(Links.self, forKey: .links) ?? Links()
    repeats = try container.decodeIfPresent(Repeats.self, forKey: .repeats) ?? Repeats()
    capitals = try container.decodeIfPresent(Capitals.self, forKey: .capitals) ?? Capitals()
    firstComment =
      try container.decodeIfPresent(FirstComment.self, forKey: .firstComment) ?? FirstComment()
  }
}

extension SafetyRules.Blocklist: Decodable {
  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownMembers(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    response = try container.decode(SafetyResponse.self, forKey: .response)
    words = try container.decodeList(
      forKey: .words, atMost: SafetyRules.Bounds.words
    ) { word in
      guard SafetyRules.Bounds.wordLength.contains(word.unicodeScalars.count) else {
        return "a word has 1 to \(SafetyRules.Bounds.wordLength.upperBound) characters"
      }
      guard WordPattern.isUsable(word) else {
        return "a word has at least two letters or digits, or one symbol that is no punctuation"
      }
      return nil
    }
  }
}

extension SafetyRules.Links: Decodable {
  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownMembers(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    response = try container.decode(SafetyResponse.self, forKey: .response)
    allow = try container.decodeList(
      forKey: .allow, atMost: SafetyRules.Bounds.allowedDomains
    ) { domain in
      DomainName(domain) == nil
        ? "a domain is written like example.com, without scheme, port or path" : nil
    }
  }
}

extension SafetyRules.Repeats: Decodable {
  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownMembers(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let defaults = SafetyRules.Repeats()
    response = try container.decode(SafetyResponse.self, forKey: .response)
    sameUser = try container.decodeNumber(
      forKey: .sameUser, in: SafetyRules.Bounds.repeats, default: defaults.sameUser)
    anyUser = try container.decodeNumber(
      forKey: .anyUser, in: SafetyRules.Bounds.repeats, default: defaults.anyUser)
    withinSeconds = try container.decodeNumber(
      forKey: .withinSeconds, in: SafetyRules.Bounds.withinSeconds,
      default: defaults.withinSeconds)
  }
}

extension SafetyRules.Capitals: Decodable {
  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownMembers(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let defaults = SafetyRules.Capitals()
    response = try container.decode(SafetyResponse.self, forKey: .response)
    ratio = try container.decodeNumber(
      forKey: .ratio, in: SafetyRules.Bounds.ratio, default: defaults.ratio)
    minimumLetters = try container.decodeNumber(
      forKey: .minimumLetters, in: SafetyRules.Bounds.minimumLetters,
      default: defaults.minimumLetters)
  }
}

extension SafetyRules.FirstComment: Decodable {
  public init(from decoder: any Decoder) throws {
    try decoder.refuseUnknownMembers(CodingKeys.self)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    response = try container.decode(SafetyResponse.self, forKey: .response)
  }
}

/// Any member's name, to find those that a document should not have.
private struct MemberName: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// A mistyped member would silently leave a rule at its default, so it is an error.
  fileprivate func refuseUnknownMembers<Key: CodingKey & CaseIterable>(_: Key.Type) throws {
    let known = Key.allCases.map(\.stringValue)
    let present = try container(keyedBy: MemberName.self).allKeys
    guard let unknown = present.first(where: { !known.contains($0.stringValue) }) else { return }
    throw DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: codingPath + [unknown],
        debugDescription: "no such member; there are \(known.joined(separator: ", "))"))
  }
}

extension KeyedDecodingContainer {
  fileprivate func decodeNumber<Number: Decodable & Comparable>(
    forKey key: Key, in range: ClosedRange<Number>, default standard: Number
  ) throws -> Number {
    let decoded: Number?
    do {
      decoded = try decodeIfPresent(Number.self, forKey: key)
    } catch let error as DecodingError {
      throw error
    } catch {
      // Foundation does not say which member holds a number that is not whole.
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "must be a whole number")
    }
    guard let number = decoded else { return standard }
    guard range.contains(number) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "must be \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `complaint` says what is wrong with an element, or nil.
  fileprivate func decodeList(
    forKey key: Key, atMost limit: Int, complaint: (String) -> String?
  ) throws -> [String] {
    guard contains(key) else { return [] }
    var list = try nestedUnkeyedContainer(forKey: key)
    var elements: [String] = []
    while !list.isAtEnd {
      guard elements.count < limit else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: self, debugDescription: "at most \(limit) entries")
      }
      let path = list.codingPath + [ListIndex(list.currentIndex)]
      let element = try list.decode(String.self)
      if let complaint = complaint(element) {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(codingPath: path, debugDescription: complaint))
      }
      elements.append(element)
    }
    return elements
  }
}

/// The place of an element in a list, as part of a path.
private struct ListIndex: CodingKey {
  let index: Int
  init(_ index: Int) { self.index = index }
  var stringValue: String { String(index) }
  var intValue: Int? { index }
  init?(stringValue: String) { nil }
  init?(intValue: Int) { index = intValue }
}
