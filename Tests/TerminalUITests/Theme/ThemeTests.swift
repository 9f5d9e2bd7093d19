import LiveComments
import TerminalGrid
import Testing

@testable import TerminalUI

@Suite struct ThemeTests {
  private let theme = Theme(
    name: "test", summary: "",
    faces: [
      .text: FaceStyle(foreground: Color(hex: 0xffffff), background: Color(hex: 0x101010)),
      .secondary: FaceStyle(foreground: Color(hex: 0x888888), adding: .dim),
      .time: FaceStyle(removing: .dim),
      .selection: FaceStyle(background: Color(hex: 0x202040), adding: .bold),
      .mention: FaceStyle(background: Color(hex: 0xffff00)),
    ], nameColors: [Color(hex: 0x1), Color(hex: 0x2), Color(hex: 0x3)])

  @Test("what a face does not state comes from the face it builds on")
  func bases() {
    let secondary = Style(
      foreground: Color(hex: 0x888888), background: Color(hex: 0x101010), attributes: .dim)
    #expect(theme[.secondary] == secondary)
    #expect(theme[.hint] == secondary)
    #expect(theme[.time].foreground == secondary.foreground)
    #expect(theme[.time].attributes == [])
    #expect(theme[.error] == theme[.text])
  }

  @Test("every face ends at text or is laid over others", arguments: Face.allCases)
  func faces(_ face: Face) {
    var end = face
    while let base = end.base { end = base }
    #expect(end == .text || end == .selection)
    #expect(Face(name: face.name) == face)
  }

  @Test("the selection is laid over, and leaves backgrounds that mean something")
  func selection() {
    #expect(theme.selected(theme[.text]).background == Color(hex: 0x202040))
    #expect(theme.selected(theme[.text]).attributes == .bold)
    #expect(theme.selected(theme[.mention]).background == Color(hex: 0xffff00))
  }

  @Test("a name has one colour, whatever the session, and all colours are used")
  func names() {
    let colors = (0..<100).map { index in
      theme.name(color: NameHash.of(UserID(rawValue: "user-\(index)")), isOwn: false).foreground
    }
    #expect(Set(colors).count == 3)
    // Another hash would repaint everybody.
    #expect(NameHash.of("u-alice") % 1_000 == 954)
    #expect(Theme.monochrome.name(color: 5, isOwn: false) == Theme.monochrome[.name])
  }
}
