import TerminalGrid
import Testing

@testable import NcursesBackend

@Suite("Input")
struct KeyDecoderTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let events: [TerminalEvent]

    init(_ text: String, _ events: TerminalEvent...) {
      self.init(bytes: Array(text.utf8), events)
    }

    init(_ text: String, _ keys: Key...) {
      self.init(bytes: Array(text.utf8), keys.map { .key($0) })
    }

    init(bytes: [UInt8], _ events: [TerminalEvent]) {
      (self.bytes, self.events) = (bytes, events)
    }

    var testDescription: String { String(decoding: bytes, as: UTF8.self).debugDescription }
  }

  static let cases: [Case] = [
    Case("aG?", Key.character("a"), .character("G"), .character("?")),
    Case("é漢😂", Key.character("é"), .character("漢"), .character("😂")),
    Case("\r\n\t\u{7F}\u{8}", Key.enter, .enter, .tab, .backspace, .backspace),
    Case(
      "\u{3}\u{1A}\u{0}\u{1C}\u{1F}", Key.control("c"), .control("z"), .control(" "),
      .control("\\"), .control("_")),
    Case("\u{1B}x\u{1B}1\u{1B}X", Key.alt("x"), .alt("1"), .alt("X")),
    Case("\u{1B}é", Key.alt("é")),
    Case("\u{1B}\r\u{1B}\u{7F}", Key(.enter, .alt), Key(.backspace, .alt)),
    Case("\u{1B}\u{3}", Key(.character("c"), [.control, .alt])),
    Case("\u{1B}[A\u{1B}OB\u{1B}[C\u{1B}OD", Key.up, .down, .right, .left),
    Case(
      "\u{1B}[1;2A\u{1B}[1;3B\u{1B}[1;5C\u{1B}[1;8D", Key(.up, .shift), Key(.down, .alt),
      Key(.right, .control), Key(.left, [.shift, .alt, .control])),
    Case("\u{1B}[a\u{1B}Ob", Key(.up, .shift), Key(.down, .control)),
    Case("\u{1B}\u{1B}[A", Key(.up, .alt)),
    Case(
      "\u{1B}[H\u{1B}[F\u{1B}OH\u{1B}[1~\u{1B}[4~\u{1B}[7~\u{1B}[8~", Key.home, .end, .home, .home,
      .end, .home, .end),
    Case(
      "\u{1B}[2~\u{1B}[3~\u{1B}[5~\u{1B}[6~\u{1B}[3;5~", Key.insert, .delete, .pageUp, .pageDown,
      Key(.delete, .control)),
    Case(
      "\u{1B}OP\u{1B}[15~\u{1B}[24~\u{1B}[[C\u{1B}[1;2Q", Key.function(1), .function(5),
      .function(12), .function(3), Key(.function(2), .shift)),
    Case("\u{1B}[Z", Key.backTab),
    Case(
      "\u{1B}[27;5;13~\u{1B}[13;2u\u{1B}[97;5u", Key(.enter, .control), Key(.enter, .shift),
      .control("a")),
    Case("\u{1B}Oq\u{1B}OM", Key.character("1"), .enter),
    Case("\u{1B}[I\u{1B}[O", TerminalEvent.focus(gained: true), .focus(gained: false)),
    Case(
      "\u{1B}[<0;1;1M\u{1B}[<0;10;5m",
      .mouse(MouseEvent(.press(.left), at: GridPosition(row: 0, column: 0))),
      .mouse(MouseEvent(.release(.left), at: GridPosition(row: 4, column: 9)))),
    Case(
      "\u{1B}[<64;300;2M\u{1B}[<65;1;1M",
      .mouse(MouseEvent(.wheelUp, at: GridPosition(row: 1, column: 299))),
      .mouse(MouseEvent(.wheelDown, at: GridPosition(row: 0, column: 0)))),
    Case(
      "\u{1B}[<34;3;4M\u{1B}[<20;1;1M",
      .mouse(MouseEvent(.drag(.right), at: GridPosition(row: 3, column: 2))),
      .mouse(
        MouseEvent(
          .press(.left), at: GridPosition(row: 0, column: 0), modifiers: [.shift, .control]))),
    Case("\u{1B}[M !!", .mouse(MouseEvent(.press(.left), at: GridPosition(row: 0, column: 0)))),
    Case("\u{1B}[<35;3;4M\u{1B}[<0;0;0M\u{1B}[<66;1;1Mx", Key.character("x")),
    Case(
      "\u{1B}[200~a\r\nb\u{1B}[Ac\t\u{7}\u{1B}[201~x", .paste("a\nb[Ac\t"), .key(.character("x"))),
    Case("\u{1B}[200~\u{1B}[201~", .paste("")),
    Case("\u{1B}[200~\u{1B}[20\u{1B}[201\u{1B}[201~", .paste("[20[201")),
    Case("\u{1B}[201~q", Key.character("q")),
    Case("\u{1B}[?62;4c\u{1B}[12;40R\u{1B}[>0;1cx", Key.character("x")),
    Case("\u{1B}]11;rgb:0/0/0\u{7}\u{1B}P1+r\u{1B}\\y", Key.character("y")),
    Case("\u{1B}[999999999999;1Az", Key.up, .character("z")),
    Case("\u{1B}[;;;;;;;Qz", Key.function(2), .character("z")),
    Case("\u{1B}[12\u{3}z", Key.control("c"), .character("z")),
    Case(
      bytes: [
        0xFF, 0x80, 0xC0, 0x61, 0xE2, 0x82, 0x62, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x63,
      ], [.key(.character("a")), .key(.character("b")), .key(.character("c"))]),
    Case(bytes: [0xC2, 0x9B, 0x41], [.key(.character("A"))]),
  ]

  @Test("is understood", arguments: cases)
  func table(_ example: Case) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(example.bytes) == example.events)
    #expect(decoder.patience == nil)
  }

  @Test("is understood however it is cut", arguments: cases)
  func cuts(_ example: Case) {
    for cut in 0...example.bytes.count {
      var decoder = KeyDecoder()
      let events = decoder.decode(example.bytes[..<cut]) + decoder.decode(example.bytes[cut...])
      #expect(events == example.events, "cut at \(cut)")
    }
    var decoder = KeyDecoder()
    #expect(example.bytes.flatMap { decoder.decode([$0]) } == example.events)
  }

  @Test(
    "that stops in the middle is decided when its time is over",
    arguments: [
      ("\u{1B}", [TerminalEvent.key(.escape)]), ("\u{1B}\u{1B}", [.key(.escape), .key(.escape)]),
      ("\u{1B}[", [.key(.alt("["))]), ("\u{1B}O", [.key(.alt("O"))]),
      ("\u{1B}]", [.key(.alt("]"))]),
      ("\u{1B}[1;", []), ("\u{1B}[200~half", [.paste("half")]),
      ("\u{1B}[200~x\u{1B}[20", [.paste("x[20")]),
    ])
  func timeOut(text: String, expected: [TerminalEvent]) {
    var decoder = KeyDecoder()
    #expect(decoder.decode(text.utf8) == [])
    #expect(decoder.patience != nil)
    #expect(decoder.timeOut() == expected)
    #expect(decoder.patience == nil)
    #expect(decoder.decode("a".utf8) == [.key(.character("a"))])
  }

  @Test("of a terminal's own is taken from its description")
  func known() {
    var decoder = KeyDecoder(known: [Array("\u{1B}[11~".utf8): .insert])
    #expect(decoder.decode("\u{1B}[11~\u{1B}[12~".utf8) == [.key(.insert), .key(.function(2))])
  }

  @Test("of one paste is bounded")
  func longPaste() {
    var decoder = KeyDecoder()
    var events = decoder.decode("\u{1B}[200~".utf8)
    for _ in 0..<100 { events += decoder.decode(Array(repeating: UInt8(ascii: "x"), count: 4_096)) }
    events += decoder.decode("\u{1B}[201~q".utf8)
    #expect(
      events == [
        .paste(String(repeating: "x", count: TerminalEvent.pasteLimit)), .key(.character("q")),
      ])
  }

  @Test("of nothing but escapes is taken one by one, however many there are")
  func escapes() {
    var decoder = KeyDecoder()
    let events = decoder.decode(Array(repeating: 0x1B, count: 200_000)) + decoder.timeOut()
    #expect(events == Array(repeating: .key(.escape), count: 200_000))
  }

  @Test(
    "of the mouse stays within its bounds",
    arguments: [
      "\u{1B}[<0;99999999999999999999;99999999999999999999M", "\u{1B}[<0;-1;-1M",
      "\u{1B}[<99999999999;1;1M", "\u{1B}[<0;1M", "\u{1B}[<;;M", "\u{1B}[<0;1;1;1M",
      "\u{1B}[M\u{7F}!!",
    ])
  func hostileMouse(_ text: String) {
    var decoder = KeyDecoder()
    for case .mouse(let event) in decoder.decode(text.utf8) {
      #expect((0..<100_000).contains(event.position.row))
      #expect((0..<100_000).contains(event.position.column))
    }
    _ = decoder.timeOut()
    #expect(decoder.decode("a".utf8) == [.key(.character("a"))])
  }

  @Test("that never ends is dropped, and what follows is understood")
  func endlessSequence() {
    var decoder = KeyDecoder()
    var events = decoder.decode("\u{1B}]".utf8)
    for _ in 0..<4 { events += decoder.decode(Array(repeating: UInt8(ascii: "A"), count: 500)) }
    #expect(events == Array(repeating: .key(.character("A")), count: 500))
  }

  @Test("of any kind is survived", arguments: 0..<300)
  func noise(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let alphabet: [UInt8] = [
      0x1B, 0x5B, 0x4F, 0x3B, 0x3C, 0x30, 0x32, 0x7E, 0x4D, 0x41, 0x5D, 0x9B, 0xE2, 0x82, 0x07,
    ]
    var decoder = KeyDecoder()
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        Bool.random(using: &random)
          ? alphabet.randomElement(using: &random) ?? 0 : .random(in: 0...255, using: &random)
      }
      _ = decoder.decode(bytes)
    }
    _ = decoder.timeOut()
    #expect(decoder.decode("a".utf8) == [.key(.character("a"))], "seed \(seed)")
  }
}
