import ClientCore
public import LiveComments

/// What one types while `gavel tail` follows a stream: a line is a comment, and a line that begins
/// with `/` is a command. Pure: lines in, what to do out.
public struct TailInput: Sendable {
  public enum Deed: Sendable, Hashable {
    case post(PostRequest)
    /// Send the comment that was refused first again, or forget it.
    case retry, discard
    case quit
    /// Something to say to the one who types. Hostile until sanitised.
    case say([String])
  }

  /// Lines that were pasted and wait for a word; at most as many as a comment can hold.
  private var pasted: [String] = []
  /// Whether the next `/quit` leaves though something is not sent yet.
  private var leavesAnyway = false

  public init() {}

  /// What the lines that came at once come to. More than one is a paste, which is never sent without
  /// being asked about.
  ///
  /// - Parameters:
  ///   - log: what has been printed, for replies.
  ///   - unsent: how many comments still wait to be sent or answered.
  public mutating func take(_ lines: [String], _ log: TailLog, unsent: Int) -> Deed {
    let lines = lines.map(\.trimmed).filter { !$0.isEmpty }
    guard let line = lines.first else { return .say([]) }
    guard lines.count == 1 else {
      pasted = lines
      return .say([
        "\(lines.count) lines came at once: /send makes one comment of them, /drop forgets them"
      ])
    }
    defer { if line != "/quit", line != "/q" { leavesAnyway = false } }
    guard line.hasPrefix("/") else { return .post(PostRequest(content: line)) }
    if line.hasPrefix("//") { return .post(PostRequest(content: String(line.dropFirst()))) }
    let name = line.prefix { !$0.isWhitespace }
    let rest = String(line.dropFirst(name.count)).trimmed
    switch name {
    case "/quit", "/q": return quit(unsent)
    case "/help", "/h", "/?": return .say(Self.help)
    case "/reply", "/r": return reply(rest, log)
    case "/retry": return .retry
    case "/discard": return .discard
    case "/send":
      defer { pasted = [] }
      guard !pasted.isEmpty else { return .say(["nothing was pasted"]) }
      return .post(PostRequest(content: pasted.joined(separator: " ")))
    case "/drop":
      defer { pasted = [] }
      return .say([pasted.isEmpty ? "nothing was pasted" : "forgotten"])
    default:
      let nearest = NearestName.of(String(name), among: Self.names)
      return .say([
        "there is no command \(name); "
          + (nearest.map { "did you mean \($0)?" } ?? "/help lists them")
      ])
    }
  }

  private mutating func quit(_ unsent: Int) -> Deed {
    guard unsent > 0, !leavesAnyway else { return .quit }
    leavesAnyway = true
    return .say([
      "\(unsent) \(unsent == 1 ? "comment is" : "comments are") not sent yet: /quit again leaves anyway"
    ])
  }

  private func reply(_ rest: String, _ log: TailLog) -> Deed {
    guard let (parent, text) = log.answered(by: rest) else {
      return .say([
        rest.isEmpty
          ? "say whom and what: /reply NAME TEXT" : "nobody of that name has written lately"
      ])
    }
    guard !text.isEmpty else {
      return .say(["say what to answer \(parent.userName): /reply NAME TEXT"])
    }
    return .post(PostRequest(content: text, replyTo: parent.commentID))
  }

  private static let names = ["/quit", "/help", "/reply", "/retry", "/discard", "/send", "/drop"]

  /// What can be typed, a line each.
  public static let help = [
    "a line is posted as a comment; these are commands:",
    "/reply NAME TEXT answers the newest comment of NAME",
    "/retry sends the refused comment again, /discard forgets it",
    "/send and /drop decide about several lines that were pasted",
    "//TEXT posts a comment that begins with a slash",
    "/quit leaves",
  ]
}
