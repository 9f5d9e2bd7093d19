internal import TerminalGrid

/// Bytes from the terminal in, events out.
///
/// Sequences it does not know, replies that nobody asked for, and bytes that are not UTF-8 yield
/// nothing. A lone ESC byte is the key or the beginning of a sequence; only time tells, so the owner
/// calls ``timeOut()`` when nothing follows for ``patience``.
struct KeyDecoder {
  /// Sequences of this terminal type, looked up before anything else.
  private let known: [[UInt8]: Key]
  /// What is not decided yet. Bounded by ``sequenceLimit``.
  private var pending: [UInt8] = []
  /// The paste under way, cut at `TerminalEvent.pasteLimit`.
  private var paste: [UInt8]?

  /// No sequence is longer; one that seems to be is dropped.
  private static let sequenceLimit = 1_024

  init(known: [[UInt8]: Key] = [:]) {
    self.known = known
  }

  /// How long to wait for more; `nil` when nothing is undecided. Bytes of one sequence arrive
  /// together, so that ESC need not lag; pastes may come over a slow line.
  var patience: Duration? {
    if paste != nil { return .seconds(1) }
    return pending.isEmpty ? nil : .milliseconds(25)
  }

  mutating func decode(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    pending.append(contentsOf: bytes)
    var events: [TerminalEvent] = []
    var at = 0
    while at < pending.count {
      if paste != nil {
        guard let next = takePaste(from: at, into: &events) else { return events }
        at = next
        continue
      }
      switch parse(pending[at...]) {
      case .incomplete:
        pending.removeFirst(at)
        if pending.count > Self.sequenceLimit { pending.removeAll() }
        return events
      case .event(let event, let length):
        if let event { events.append(event) }
        at += length
      case .pasteBegins(let length):
        paste = []
        at += length
      }
    }
    pending.removeFirst(min(at, pending.count))
    return events
  }

  /// Decides what is undecided: a lone ESC is the key, ESC and a character are alt and that
  /// character, a paste without an end is over; the rest is dropped.
  mutating func timeOut() -> [TerminalEvent] {
    defer { pending.removeAll() }
    if let text = paste {
      paste = nil
      return [.paste(Self.text(text + pending))]
    }
    if pending.allSatisfy({ $0 == Self.escape }) {
      return pending.map { _ in .key(.escape) }
    }
    if pending.count == 2, pending[0] == Self.escape {
      return [.key(.alt(Character(Unicode.Scalar(pending[1]))))]
    }
    return []
  }

  static let escape: UInt8 = 0x1B
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Moves bytes to the paste, up to its end. What may be the beginning of the end stays pending.
  /// - Returns: where to go on, or `nil` when more has to come.
  private mutating func takePaste(from start: Int, into events: inout [TerminalEvent]) -> Int? {
    var at = start
    while let mark = pending[at...].firstIndex(of: Self.escape) {
      keep(pending[at..<mark])
      let rest = pending[mark...].prefix(Self.pasteEnd.count)
      if rest.elementsEqual(Self.pasteEnd) {
        events.append(.paste(Self.text(paste ?? [])))
        paste = nil
        return mark + rest.count
      }
      if Self.pasteEnd.starts(with: rest) {
        pending.removeFirst(mark)
        return nil
      }
      at = mark + 1
    }
    keep(pending[at...])
    pending.removeAll()
    return nil
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    let room = TerminalEvent.pasteLimit - (paste?.count ?? 0)
    paste?.append(contentsOf: bytes.prefix(max(room, 0)))
  }

  /// Pasted bytes as text: line ends as `\n`, no other control characters but tabs.
  private static func text(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    var wasReturn = false
    // Swift.String's own decoding puts U+FFFD where bytes are not UTF-8, also where the limit cut.
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x0D: result.append("\n")
      case 0x0A: if !wasReturn { result.append("\n") }
      case 0x09, 0x20...0x7E, 0xA0...: result.append(scalar)
      default: break
      }
      wasReturn = scalar == "\r"
    }
    return String(result)
  }

  /// What the beginning of some bytes is.
  enum Parsed {
    /// Cannot be decided yet.
    case incomplete
    /// So many bytes are this event, or nothing.
    case event(TerminalEvent?, length: Int)
    case pasteBegins(length: Int)
  }

  private func parse(_ bytes: ArraySlice<UInt8>) -> Parsed {
    guard let first = bytes.first else { return .incomplete }
    switch first {
    case Self.escape: return parseEscape(bytes)
    case 0x20...0x7E: return .event(.key(.character(Character(Unicode.Scalar(first)))), length: 1)
    case 0x80...: return Self.parseUTF8(bytes)
    default: return .event(.key(Self.control(first)), length: 1)
    }
  }

  private func parseEscape(_ bytes: ArraySlice<UInt8>) -> Parsed {
    let rest = bytes.dropFirst()
    guard let second = rest.first else { return .incomplete }
    switch second {
    case UInt8(ascii: "["), UInt8(ascii: "O"):
      guard let length = ControlSequence.length(of: bytes) else { return .incomplete }
      if let key = known[Array(bytes.prefix(length))] { return .event(.key(key), length: length) }
      let sequence = ControlSequence(bytes.prefix(length))
      if sequence?.isPasteBegin == true { return .pasteBegins(length: length) }
      return .event(sequence?.event, length: length)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"):
      // A reply in a control string.
      return Self.controlStringLength(bytes).map { .event(nil, length: $0) } ?? .incomplete
    case Self.escape where rest.dropFirst().first == Self.escape:
      // However many there are, each is looked at once.
      return .event(.key(.escape), length: 1)
    default:
      // Alt and a key.
      switch parse(rest) {
      case .event(.key(var key)?, let length):
        key.modifiers.insert(.alt)
        return .event(.key(key), length: length + 1)
      case .event(let event, let length): return .event(event, length: length + 1)
      case .incomplete: return .incomplete
      case .pasteBegins(let length): return .pasteBegins(length: length + 1)
      }
    }
  }

  private static func controlStringLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    var before: UInt8 = 0
    for (index, byte) in bytes.enumerated().dropFirst(2) {
      if byte == 0x07 || byte == UInt8(ascii: "\\") && before == escape { return index + 1 }
      before = byte
    }
    return nil
  }

  private static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x00: .control(" ")
    default:
      // 0x01 is ctrl-a, 0x1C ctrl-\.
      .control(Character(Unicode.Scalar(byte < 0x1B ? byte + 0x60 : byte + 0x40)))
    }
  }

  private static func parseUTF8(_ bytes: ArraySlice<UInt8>) -> Parsed {
    var decoder = UTF8()
    var iterator = bytes.prefix(4).makeIterator()
    let length: Int
    switch bytes.first ?? 0 {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return .event(nil, length: 1)
    }
    let tail = bytes.dropFirst().prefix(length - 1)
    if let bad = tail.firstIndex(where: { $0 & 0xC0 != 0x80 }) {
      return .event(nil, length: bad - bytes.startIndex)
    }
    guard tail.count == length - 1 else { return .incomplete }
    guard case .scalarValue(let scalar) = decoder.decode(&iterator), scalar.value >= 0xA0 else {
      return .event(nil, length: length)
    }
    return .event(.key(.character(Character(scalar))), length: length)
  }
}
