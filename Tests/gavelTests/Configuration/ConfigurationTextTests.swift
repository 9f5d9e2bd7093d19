import ClientTransport
import TerminalGrid
import TerminalUI
import Testing

@testable import gavel

@Suite struct ConfigurationTextTests {
  private func read(_ text: String) -> (configuration: Configuration, problems: [String]) {
    let (configuration, problems) = ConfigurationText.read(text, file: "c")
    return (configuration, problems.map(\.description))
  }

  @Test("an empty file states nothing")
  func empty() {
    #expect(read("").configuration == Configuration())
    #expect(read("# nothing\n").problems == [])
  }

  @Test("what a file states is in the configuration")
  func full() throws {
    let (configuration, problems) = read(
      """
      token_file = "~/ada.token"
      theme = "light"
      reasons = ["spam", "off topic"]
      times = "relative"
      repeats = false
      emotes = "full"
      highlights = ["goal", "from:ada"]
      filters = ["!from:bot*", "re:^!"]
      bell = "mentions"
      reactions = ["🔥"]
      mouse = false
      ascii = true
      motion = false
      [servers]
      home = { url = "http://127.0.0.1:8080/" }
      [servers.finals]
      url = "wss://comments.example/streams/finals"
      token_file = "finals.token"
      [keys.everywhere]
      help = "F2"
      [keys.frozen]
      delete = ["shift-x", "ctrl-alt-d"]
      reject = "d"
      discard-failed = []
      [keys.command-line]
      complete = "alt-t"
      """)
    #expect(problems == [])
    #expect(configuration.tokenFile == "~/ada.token")
    #expect(configuration.theme == "light")
    #expect(configuration.reasons == ["spam", "off topic"])
    #expect(configuration.times == .relative)
    var settings = Settings()
    configuration.apply(to: &settings)
    #expect(settings.times == .relative && settings.reasons == ["spam", "off topic"])
    #expect(!settings.collapsesRepeats && !settings.shortensEmotes)
    #expect(settings.highlights.map(\.text) == ["goal", "from:ada"])
    #expect(settings.filters.map(\.includesOwn) == [true, false])
    #expect(settings.bell == .mentions && settings.reactions == ["🔥"])
    #expect(!settings.mouse && settings.ascii && !settings.motion)
    let home = try StreamURL("http://127.0.0.1:8080/streams/any")
    let finals = try StreamURL("https://comments.example/streams/finals")
    #expect(
      configuration.servers == [
        "home": Configuration.Server(place: .server(home), tokenFile: nil),
        "finals": Configuration.Server(place: .stream(finals), tokenFile: "finals.token"),
      ])
    let keymap = configuration.keymap
    #expect(keymap.action(for: .function(2), in: .live) == .help)
    #expect(keymap.action(for: .character("X"), in: .frozen) == .delete)
    #expect(keymap.action(for: Key(.character("d"), [.control, .alt]), in: .frozen) == .delete)
    #expect(keymap.action(for: .character("d"), in: .frozen) == .reject)
    #expect(keymap.action(for: .alt("t"), in: .commandLine) == .complete)
  }

  @Test(
    "what cannot be used is named with its line, its key and what is allowed",
    arguments: [
      ("theem = \"dark\"", "c, line 1: theem: there is no such key; did you mean theme?"),
      ("\n\nxyzzy = 1", "c, line 3: xyzzy: there is no such key; there are token_file, theme"),
      (
        "token = \"eyJ\"",
        "c, line 1: token: a token does not stand here: put it into a file, and name that by token_file"
      ),
      ("theme = 3", "c, line 1: theme: it is the name of a theme; `gavel themes` lists them"),
      ("theme = \" \"", "c, line 1: theme: it is the name of a theme"),
      (
        "times = \"relativ\"",
        "c, line 1: times: it is one of \"absolute\", \"relative\", \"none\"; did you mean \"relative\"?"
      ),
      ("mouse = 1", "c, line 1: mouse: it is true or false"),
      ("filters = [\"a\", \"is:old\"]", "c, line 1: filters: entry 2: is: takes held"),
      ("highlights = [\"a\", \"re:(\"]", "c, line 1: highlights: entry 2: "),
      ("reactions = [\"x\"]", "c, line 1: reactions: entry 1 is no single emoji"),
      ("reasons = \"spam\"", "c, line 1: reasons: it is a list of at most 9 texts"),
      ("reasons = [\"a\", 3]", "c, line 1: reasons: it is a list of at most 9 texts"),
      ("reasons = [\"a\\u001b[2J\"]", "c, line 1: reasons: it is a list of at most 9 texts"),
      (
        "reasons = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\"]",
        "c, line 1: reasons: it is a list of at most 9"
      ),
      ("servers = 1", "c, line 1: servers: [servers] is a table"),
      ("[servers]\nx = \"http://h\"", "c, line 2: servers.x: a server is a table such as"),
      ("[servers.x]", "c, line 1: servers.x: it needs a url"),
      ("[servers.x]\nurl = \"ftp://h\"", "c, line 2: servers.x.url: the stream URL is wrong"),
      ("[servers.x]\nurl = 1", "c, line 2: servers.x.url: it is text"),
      (
        "[servers.x]\r\nurl = \"http://h\"\r\ntoken_fiel = \"f\"",
        "c, line 3: servers.x.token_fiel: there is no such key; did you mean token_file?"
      ),
      ("[servers.\"a/b\"]\nurl = \"http://h\"", "c, line 1: servers.a/b: a short name is"),
      ("keys = 1", "c, line 1: keys: [keys] is a table of contexts: everywhere, live, frozen"),
      ("[keys]\nquit = \"q\"", "c, line 2: keys.quit: it is an action: write it into"),
      ("[keys.liev]", "c, line 1: keys.liev: there is no such key; did you mean live?"),
      ("[keys]\nlive = \"q\"", "c, line 2: keys.live: [keys.live] is a table such as"),
      (
        "[keys.live]\ndelte = \"x\"",
        "c, line 2: keys.live.delte: there is no such action; did you mean delete?"
      ),
      ("[keys.live]\ndelete = 4", "c, line 2: keys.live.delete: it is a key such as"),
      (
        "[keys.live]\ndelete = \"hyper-x\"",
        "c, line 2: keys.live.delete: hyper-x is no key; keys are written"
      ),
      (
        "[keys.frozen]\ndelete = \"x\"",
        "c, line 2: keys.frozen.delete: x is the key of reject in frozen"
      ),
      ("[keys.live]\nquit = []", "c, line 2: keys.live.quit: quit must keep a key"),
    ])
  func problems(_ text: String, _ expected: String) {
    let problems = read(text).problems
    #expect(problems.count == 1 && problems[0].hasPrefix(expected), "\(problems)")
  }

  @Test("a text that is no TOML is told with the line, and everything is as shipped")
  func syntax() {
    let (configuration, problems) = read("theme = \"light\"\nreasons = [\n")
    #expect(configuration == Configuration())
    #expect(problems.count == 1 && problems[0].hasPrefix("c, line "), "\(problems)")
  }

  @Test("all problems are told, in the order of the file; what is sound is taken")
  func several() {
    let (configuration, problems) = read(
      """
      theem = "dark"
      reasons = ["mine"]
      [keys.live]
      help = "f2"
      nonsense = "x"
      [servers.finals]
      url = "http://h/streams/finals"
      token_file = 1
      """)
    #expect(problems.map { String($0.prefix(9)) } == ["c, line 1", "c, line 5", "c, line 8"])
    #expect(configuration.reasons == ["mine"])
    #expect(configuration.servers["finals"] != nil)
    #expect(configuration.keys == [], "no half of a keymap")
  }

  @Test("no value is repeated, which may be a secret at the wrong place")
  func secrets() {
    let problems = read(
      """
      token = "s3cret"
      theme = ["s3cret"]
      token_file = { a = "s3cret" }
      [servers.x]
      url = "https://ada:s3cret@h/streams/x"
      token = "s3cret"
      """
    ).problems
    #expect(problems.count == 5)
    #expect(!problems.contains { $0.contains("s3cret") }, "\(problems)")
  }
}
