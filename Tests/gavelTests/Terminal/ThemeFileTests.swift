import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ThemeFileTests {
  private func parse(_ text: String) throws -> Theme {
    try ThemeFile.read(text, file: "mine.toml").theme(named: "mine")
  }

  private let smallest = """
    [faces]
    text = { fg = "#ffffff", bg = "default" }
    """

  @Test("a theme needs no more than the look of text")
  func least() throws {
    let theme = try parse(smallest)
    #expect(theme.name == "mine")
    #expect(theme[.error] == Style(foreground: Color(hex: 0xffffff)))
    #expect(theme.nameColors == [])
  }

  @Test("everything that a file states is in the theme")
  func full() throws {
    let theme = try parse(
      """
      name = "ocean"
      description = "Blue"
      [palette]
      deep = "#001122"
      foam = "#DDEEFF"
      [names]
      colors = ["foam", "#abcdef"]
      [badges]
      owner = "~"
      moderator = "@"
      service = "日"
      [faces]
      text = { fg = "foam", bg = "deep" }
      secondary = { dim = true, italic = true }
      time = { dim = false, fg = "default" }
      """)
    #expect(theme.name == "ocean")
    #expect(theme.summary == "Blue")
    #expect(theme.nameColors == [Color(hex: 0xddeeff), Color(hex: 0xabcdef)])
    #expect(theme.badges == Theme.Badges(owner: "~", moderator: "@", service: "日"))
    #expect(
      theme[.secondary]
        == Style(
          foreground: Color(hex: 0xddeeff), background: Color(hex: 0x001122),
          attributes: [.dim, .italic]))
    #expect(theme[.time] == Style(background: Color(hex: 0x001122), attributes: .italic))
  }

  @Test(
    "what cannot be used is named with its line and a reason",
    arguments: [
      ("a = = 1", 1, nil),
      ("nmae = \"x\"", 1, "nmae is not known here; did you mean name?"),
      ("name = 3", 1, "name is text"),
      ("[palette]\nred = \"#12345\"", 2, "six hexadecimal digits"),
      ("[palette]\nred = \"#12345g\"", 2, "six hexadecimal digits"),
      ("[palette]\n\nred = 5", 3, "a colour is text"),
      (
        "[palette]\nred = \"#123456\"\nrose = \"red\"\n[faces]\ntext = { fg = \"red\", bg = \"red\" }",
        3, "a colour of the palette is \"#rrggbb\""
      ),
      ("inherits = true", 1, "inherits is text"),
      ("[names]\ncolors = \"#123456\"", 2, "colors is a list"),
      ("[names]\ncolors = [1]", 2, "colors is a list"),
      ("[badges]\nowner = \"too long\"", 2, "one or two columns"),
      ("[badges]\nowner = \"\"", 2, "one or two columns"),
      ("[faces]\ntxet = {}", 2, "did you mean text?"),
      ("[faces]\ntext = \"#123456\"", 2, "a face is a table"),
      ("[faces]\ntext = { fg = \"rde\" }", 2, "rde is not known here"),
      ("[faces]\n# a comment\ntext = { blink = true }", 3, "blink is not known here"),
      ("[faces]\ntext = { bold = \"yes\" }", 2, "bold is true or false"),
      ("[faces]\ntext = { fg = \"#123456\" }", 2, "must state fg and bg"),
      ("faces = 3", 1, "[faces] is a table"),
      ("", nil, "must state fg and bg"),
    ] as [(String, Int?, String?)])
  func problems(_ text: String, _ line: Int?, _ reason: String?) {
    let problem = #expect(throws: ThemeFile.Problem.self) { try parse(text) }
    #expect(problem?.line == line)
    #expect(problem?.file == "mine.toml")
    if let reason {
      #expect(problem?.reason.contains(reason) == true, "\(String(describing: problem))")
    }
  }
}
